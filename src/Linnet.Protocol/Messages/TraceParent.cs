// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The value of a traceparent field: whose trace a request belongs to. W3C Trace Context, section 3.2. The form is fixed:
/// <code>
/// 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
/// version  trace, 16 bytes             parent, 8 bytes  flags
/// </code>
/// </summary>
internal static class TraceParent
{
    private const int Length = 55;
    private const int TraceStart = 3;
    private const int TraceEnd = 35;
    private const int ParentStart = 36;
    private const int ParentEnd = 52;
    private const int FlagsStart = 53;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>True when the value can be used; else it is to be taken as not sent.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        // A version to come may add something behind another hyphen; version ff is none, and 00 has nothing more.
        bool hasLength = value.Length == Length
            || (value.Length > Length && value[Length] == (byte)'-' && !value.StartsWith("00"u8));
        return hasLength
            && IsHex(value[..2]) && !value.StartsWith("ff"u8)
            && value[TraceStart - 1] == (byte)'-' && IsIdentifier(Trace(value))
            && value[TraceEnd] == (byte)'-' && IsIdentifier(Parent(value))
            && value[ParentEnd] == (byte)'-' && IsHex(value[FlagsStart..Length]);
    }

    /// <summary>The trace, in hexadecimal, of a valid value.</summary>
    public static ReadOnlySpan<byte> Trace(ReadOnlySpan<byte> value) => value[TraceStart..TraceEnd];

    /// <summary>The caller's span, in hexadecimal, of a valid value.</summary>
    public static ReadOnlySpan<byte> Parent(ReadOnlySpan<byte> value) => value[ParentStart..ParentEnd];

    /// <summary>True when the caller of a valid value may have recorded its span.</summary>
    public static bool IsSampled(ReadOnlySpan<byte> value) =>
        // The lowest bit of the last digit: 1, 3, 5, 7, 9, b, d and f.
        (byte)(value[Length - 1] > '9' ? value[Length - 1] - 'a' + 10 : value[Length - 1] - '0') % 2 == 1;

    // Upper case is not allowed, and all zeros identify nothing.
    private static bool IsIdentifier(ReadOnlySpan<byte> text) => IsHex(text) && text.ContainsAnyExcept((byte)'0');

    private static bool IsHex(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Digits);
}
