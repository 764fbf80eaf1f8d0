// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Linnet.Files;

/// <summary>Names that uploads get when theirs is taken, or not to be seen yet.</summary>
internal static class UploadNames
{
    /// <summary>How many names are tried.</summary>
    public const int MaxNumber = 1000;

    // As long as the file systems in use allow.
    private const int MaxBytes = 255;

    private const int RandomDigits = 32;

    /// <summary>A name that nobody asks for, sees or guesses.</summary>
    public static string Hidden() =>
        string.Concat(HiddenNames.Unfinished, "-", RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true));

    /// <summary>The name with a zero byte behind it.</summary>
    public static byte[] Terminated(string name) => Encoding.UTF8.GetBytes(name + '\0');

    /// <summary>A name with a number before its extension and a zero byte behind it: photo (2).jpg.</summary>
    public static byte[] Numbered(ReadOnlySpan<byte> name, int number)
    {
        int dot = name.LastIndexOf((byte)'.');
        ReadOnlySpan<byte> extension = dot > 0 ? name[dot..] : default;
        ReadOnlySpan<byte> stem = name[..^extension.Length];
        byte[] infix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" ({number})"));
        int room = MaxBytes - infix.Length - extension.Length;
        if (room < 1)
        {
            // All of it is extension; the number goes to the end of what fits.
            stem = name;
            extension = default;
            room = MaxBytes - infix.Length;
        }

        return [.. Cut(stem, room), .. infix, .. extension, 0];
    }

    /// <summary>Not more than so many bytes, and no half character.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        while (most > 0 && (text[most] & 0xC0) == 0x80)
        {
            most--;
        }

        return text[..most];
    }
}
