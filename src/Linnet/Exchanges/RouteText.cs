// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Linnet.Exchanges;

/// <summary>
/// Reads what a segment of a path says as a number and the like. What a constraint lets through and what a handler reads is
/// decided here for both, so that they cannot disagree.
/// </summary>
internal static class RouteText
{
    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Digits with an optional minus sign, within the range of an int.</summary>
    public static bool TryParseInt(ReadOnlySpan<byte> text, out int value)
    {
        bool isNumber = TryParseLong(text, out long number) && number is >= int.MinValue and <= int.MaxValue;
        value = isNumber ? (int)number : 0;
        return isNumber;
    }

    /// <summary>Digits with an optional minus sign, within the range of a long. A plus sign is none: it may mean a space.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return !text.StartsWith("+"u8)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Thirty-two hexadecimal digits and four hyphens between them, as a GUID is mostly written.</summary>
    public static bool TryParseGuid(ReadOnlySpan<byte> text, out Guid value) =>
        Utf8Parser.TryParse(text, out value, out int consumed, 'D') && consumed == text.Length;

    /// <summary><c>true</c> or <c>false</c>, in either case.</summary>
    public static bool TryParseBool(ReadOnlySpan<byte> text, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    /// <summary>ASCII letters, at least one.</summary>
    public static bool IsAlpha(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Letters);
}
