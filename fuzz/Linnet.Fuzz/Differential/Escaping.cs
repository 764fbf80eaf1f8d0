// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

namespace Linnet.Fuzz.Differential;

/// <summary>Bytes as text that fits on one line and in a table, and back.</summary>
internal static class Escaping
{
    /// <summary>Latin-1 characters; those that cannot be seen, and the backslash, as an escape.</summary>
    public static string Escape(string raw)
    {
        StringBuilder text = new();
        foreach (char character in raw)
        {
            text.Append(character switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\t' => "\\t",
                '\\' => "\\\\",
                >= ' ' and < '\u007f' => character.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
            });
        }

        return text.ToString();
    }

    /// <summary>What was escaped.</summary>
    public static string Unescape(string text)
    {
        StringBuilder raw = new();
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                raw.Append(text[index]);
                continue;
            }

            char kind = text[++index];
            raw.Append(kind switch
            {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '\\' => '\\',
                'x' => (char)Convert.ToByte(text.Substring(index + 1, 2), 16),
                _ => throw new FormatException($"\\{kind} is no escape."),
            });
            index += kind == 'x' ? 2 : 0;
        }

        return raw.ToString();
    }
}
