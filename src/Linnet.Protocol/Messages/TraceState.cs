// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The value of a tracestate field: what the tracing systems on the way want to find again,
/// <c>vendor=text,tenant@vendor=text</c>. W3C Trace Context, section 3.3.
/// </summary>
internal static class TraceState
{
    /// <summary>Bytes of all values together that are taken: as many as every system has to pass on.</summary>
    public const int MaxBytes = 512;

    private const int MaxMembers = 32;
    private const int MaxKeyBytes = 256;
    private const int MaxValueBytes = 256;

    private static readonly SearchValues<byte> KeyBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-*/@"u8);

    /// <summary>True when the list can be passed on; else all of it is to be taken as not sent.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxBytes)
        {
            return false;
        }

        int members = 0;
        foreach (Range range in value.Split((byte)','))
        {
            // Empty members are allowed, and count for nothing.
            ReadOnlySpan<byte> member = value[range].Trim(" \t"u8);
            if (!member.IsEmpty && (++members > MaxMembers || !IsMember(member)))
            {
                return false;
            }
        }

        return members > 0;
    }

    private static bool IsMember(ReadOnlySpan<byte> member)
    {
        int equals = member.IndexOf((byte)'=');
        return equals > 0 && IsKey(member[..equals]) && IsValue(member[(equals + 1)..]);
    }

    private static bool IsKey(ReadOnlySpan<byte> key) =>
        key.Length <= MaxKeyBytes
        && (char.IsAsciiLetterLower((char)key[0]) || char.IsAsciiDigit((char)key[0]))
        && !key.ContainsAnyExcept(KeyBytes)
        && key.Count((byte)'@') <= 1
        && key[^1] != (byte)'@';

    private static bool IsValue(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= MaxValueBytes
        && !value.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        && !value.Contains((byte)'=');
}
