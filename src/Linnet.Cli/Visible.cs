// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

namespace Linnet.Cli;

/// <summary>
/// Text from outside made safe for a terminal, a log line or a page: whatever is not plainly visible is written by its
/// number. A log line stays one line, and nothing a client sends can colour, hide or reorder it (attack RL-08).
/// </summary>
internal static class Visible
{
    /// <summary>Text in any script.</summary>
    public static string Escape(string text) => Escape(text, IsVisible, Number);

    /// <summary>Bytes, each as the character of the same number: beyond ASCII they are numbers.</summary>
    public static string EscapeBytes(string text) => Escape(text, IsVisibleByte, ByteNumber);

    /// <summary>Letters, marks and signs of every script; no controls, no formats, no spaces but the common one.</summary>
    public static bool IsVisible(Rune letter) => letter.Value == ' ' || Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    /// <summary>Whether a byte is an ASCII character with a face, or a space.</summary>
    public static bool IsVisibleByte(Rune letter) => letter.Value is >= ' ' and <= '~';

    /// <summary><c>\x1b</c> for ASCII, <c>\u{202e}</c> for the rest.</summary>
    public static string Number(Rune letter) => letter.IsAscii
        ? ByteNumber(letter)
        : string.Create(CultureInfo.InvariantCulture, $"\\u{{{letter.Value:x}}}");

    /// <summary><c>\xe9</c> for a byte.</summary>
    public static string ByteNumber(Rune letter) =>
        string.Create(CultureInfo.InvariantCulture, $"\\x{letter.Value:x2}");

    private static string Escape(string text, Func<Rune, bool> isVisible, Func<Rune, string> number)
    {
        StringBuilder visible = new(text.Length);

        foreach (Rune letter in text.EnumerateRunes())
        {
            visible.Append(isVisible(letter) ? letter.ToString() : number(letter));
        }

        return visible.ToString();
    }
}
