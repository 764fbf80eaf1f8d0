// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Linnet.Files;

/// <summary>
/// Names an upload that can be resumed, in its address and on the disk. It carries what has to be known of it, so that there is
/// nothing else to keep.
/// </summary>
/// <remarks><code>
/// 32 hexadecimal digits   1 letter      16 hexadecimal digits   - and up to 16 hexadecimal digits
/// random                  UploadKind    print of its path       the length it will have, if that is known
/// </code></remarks>
internal sealed class UploadToken
{
    private const int RandomBytes = 16;
    private const int PrintBytes = 8;
    private const int KindAt = RandomBytes * 2;
    private const int PrintAt = KindAt + 1;
    private const int DashAt = PrintAt + (PrintBytes * 2);
    private const int MaxLengthDigits = 16;

    private const string Kinds = "unpt";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private UploadToken(string text, UploadKind kind, long? length)
    {
        Text = text;
        Kind = kind;
        Length = length;
    }

    /// <summary>The token as it is written: letters, digits and a dash.</summary>
    public string Text { get; }

    /// <summary>How the upload began.</summary>
    public UploadKind Kind { get; }

    /// <summary>How many bytes it will have; null when its client did not know.</summary>
    public long? Length { get; }

    /// <summary>A token that nobody can guess.</summary>
    /// <param name="kind">How the upload begins.</param>
    /// <param name="path">Its path below the root.</param>
    /// <param name="length">Its length, if that is known.</param>
    public static UploadToken Create(UploadKind kind, ReadOnlySpan<byte> path, long? length)
    {
        string random = RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true);
        string end = length is { } known ? string.Create(CultureInfo.InvariantCulture, $"-{known:x}") : "";
        return new UploadToken(string.Concat(random, Kinds.AsSpan((int)kind, 1), PrintOf(path), end), kind, length);
    }

    /// <summary>Reads a token; null for what is none.</summary>
    public static UploadToken? Read(string text)
    {
        if (text.Length < DashAt
            || !IsHex(text.AsSpan(0, KindAt))
            || !IsHex(text.AsSpan(PrintAt, DashAt - PrintAt))
            || Kinds.IndexOf(text[KindAt], StringComparison.Ordinal) is var kind && kind < 0)
        {
            return null;
        }

        ReadOnlySpan<char> end = text.AsSpan(DashAt);
        if (end.IsEmpty)
        {
            return new UploadToken(text, (UploadKind)kind, null);
        }

        return end[0] == '-'
            && end.Length - 1 is > 0 and <= MaxLengthDigits
            && IsHex(end[1..])
            && long.TryParse(end[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length)
            && length >= 0
                ? new UploadToken(text, (UploadKind)kind, length)
                : null;
    }

    /// <summary>Whether it was made for a path.</summary>
    public bool IsOf(ReadOnlySpan<byte> path) =>
        Text.AsSpan(PrintAt, DashAt - PrintAt).SequenceEqual(PrintOf(path));

    private static string PrintOf(ReadOnlySpan<byte> path) =>
        Convert.ToHexStringLower(SHA256.HashData(path).AsSpan(0, PrintBytes));

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);
}
