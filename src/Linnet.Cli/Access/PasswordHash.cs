// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Security.Cryptography;

namespace Linnet.Cli.Access;

/// <summary>
/// A password that cannot be read back: PBKDF2 (PKCS #5) over HMAC-SHA256, written as Python's passlib writes it,
/// <c>$pbkdf2-sha256$ROUNDS$SALT$HASH</c>.
/// </summary>
/// <param name="rounds">How often the hash is repeated.</param>
/// <param name="salt">What makes equal passwords differ.</param>
/// <param name="hash">The hash.</param>
internal sealed class PasswordHash(int rounds, byte[] salt, byte[] hash)
{
    /// <summary>What it begins with.</summary>
    public const string Prefix = "$pbkdf2-sha256$";

    // What OWASP asks for of this function.
    private const int UsualRounds = 600_000;
    private const int LeastRounds = 1000;
    private const int MostRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>The hash of a password, with a salt of its own.</summary>
    public static PasswordHash Of(string password, int rounds = UsualRounds)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(rounds, salt, Derive(password, salt, rounds, HashBytes));
    }

    /// <summary>Reads a hash.</summary>
    /// <exception cref="FormatException">It is none, or one that would take too long or protect too little.</exception>
    public static PasswordHash Parse(string text)
    {
        string[] parts = text.Split('$');
        if (parts is not ["", "pbkdf2-sha256", var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number is < LeastRounds or > MostRounds)
        {
            throw new FormatException(
                $"A hash is written as {Prefix}ROUNDS$SALT$HASH, with {LeastRounds} to {MostRounds} rounds: 'linnet hash' makes one.");
        }

        return Decode(salt) is { Length: >= 8 } saltBytes && Decode(hash) is { Length: HashBytes } hashBytes
            ? new PasswordHash(number, saltBytes, hashBytes)
            : throw new FormatException($"The salt or the hash behind {Prefix}{number}$ is cut: 'linnet hash' makes a new one.");
    }

    /// <summary>True when it is this password. Slow on purpose: not for a thread that others wait for.</summary>
    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds, hash.Length), hash);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rounds}${Encode(salt)}${Encode(hash)}");

    private static byte[] Derive(string password, byte[] salt, int rounds, int bytes) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, bytes);

    // passlib's base64: a dot in place of the plus, and nothing at its end.
    private static string Encode(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');

    private static byte[]? Decode(string text)
    {
        string padded = text.Replace('.', '+').PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out int length) ? bytes[..length] : null;
    }
}
