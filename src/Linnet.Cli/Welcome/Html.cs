// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Cli.Welcome;

/// <summary>
/// Text from outside made safe to stand in HTML, in an element or in a quoted attribute. What cannot be seen (control
/// characters, bytes beyond ASCII, marks that turn the direction of writing) is shown by its number instead.
/// </summary>
internal static class Html
{
    /// <summary>Text in any script.</summary>
    public static string Escape(string text) => Escape(text, Visible.IsVisible, Visible.Number);

    /// <summary>Bytes, each as the character of the same number: beyond ASCII they are numbers.</summary>
    public static string EscapeBytes(string text) => Escape(text, Visible.IsVisibleByte, Visible.ByteNumber);

    private static string Escape(string text, Func<Rune, bool> isVisible, Func<Rune, string> number)
    {
        StringBuilder html = new(text.Length + 16);

        foreach (Rune letter in text.EnumerateRunes())
        {
            switch (letter.Value)
            {
                case '&':
                    html.Append("&amp;");
                    break;
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '"':
                    html.Append("&quot;");
                    break;
                case '\'':
                    html.Append("&#39;");
                    break;
                default:
                    AppendVisible(html, letter, isVisible, number);
                    break;
            }
        }

        return html.ToString();
    }

    private static void AppendVisible(
        StringBuilder html, Rune letter, Func<Rune, bool> isVisible, Func<Rune, string> number)
    {
        if (isVisible(letter))
        {
            html.Append(letter);
        }
        else
        {
            html.Append("<span class=\"byte\">").Append(number(letter)).Append("</span>");
        }
    }
}
