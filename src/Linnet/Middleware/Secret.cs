// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Security.Cryptography;
using System.Text;

namespace Linnet.Middleware;

/// <summary>Compares what clients send with what only some may know, without telling by the time it takes how near they were.</summary>
public static class Secret
{
    /// <summary>True when both are the same. Its time depends on the length of what was sent only.</summary>
    /// <param name="sent">What the client sent.</param>
    /// <param name="expected">What it should be. Passwords of people belong hashed, slowly, and compared by that library.</param>
    public static bool Matches(string? sent, string expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        // Hashes are of one length, and nobody can choose how far two of them agree.
        Span<byte> first = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> second = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? ""), first);
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), second);
        return CryptographicOperations.FixedTimeEquals(first, second) && sent is not null;
    }
}
