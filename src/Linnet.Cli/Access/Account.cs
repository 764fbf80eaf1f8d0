// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Middleware;

namespace Linnet.Cli.Access;

/// <summary>
/// A user, and whether a password is his. A hash takes a fraction of a second of a processor: so what was right once is remembered, by a
/// fast hash under a key that dies with the process, and only a few are computed at a time.
/// </summary>
/// <param name="password">The password, or its hash.</param>
internal sealed class Account(string password)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly SemaphoreSlim Computing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private readonly PasswordHash? _hash =
        password.StartsWith(PasswordHash.Prefix, StringComparison.Ordinal) ? PasswordHash.Parse(password) : null;

    private byte[]? _lastRight;

    /// <summary>True when it is the password.</summary>
    public async ValueTask<bool> MatchesAsync(string sent, CancellationToken cancellationToken)
    {
        if (_hash is null)
        {
            return Secret.Matches(sent, password);
        }

        byte[] fast = HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(sent));
        if (Volatile.Read(ref _lastRight) is { } right && CryptographicOperations.FixedTimeEquals(right, fast))
        {
            return true;
        }

        await Computing.WaitAsync(cancellationToken);
        try
        {
            // Away from the thread that other requests are answered by.
            bool isRight = await Task.Run(() => _hash.Matches(sent), cancellationToken);
            if (isRight)
            {
                Volatile.Write(ref _lastRight, fast);
            }

            return isRight;
        }
        finally
        {
            Computing.Release();
        }
    }
}
