// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.Files;

/// <summary>
/// Names that Windows takes to mean something else than they say: devices, streams, short names, names it
/// trims. Refused before anything is opened. See "Naming Files, Paths, and Namespaces" in the Windows
/// documentation.
/// </summary>
internal static class WindowsNames
{
    private const int ShortStem = 8;
    private const int ShortExtension = 3;

    // ":" opens a stream or names a drive; the others are wildcards to the file system or reserved.
    private static readonly SearchValues<byte> Reserved = SearchValues.Create("\"*:<>?|\\"u8);

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>Whether a name could open something that it does not spell.</summary>
    public static bool IsTreacherous(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        // "secret.txt." and "secret.txt " open "secret.txt", past any rule about names that end in .txt.
        return name[^1] is (byte)'.' or (byte)' '
            || name.ContainsAny(Reserved)
            || IsDevice(name)
            || IsShortName(name);
    }

    /// <summary>
    /// "NUL", "nul.txt", "Com1 .log", "LPT¹": the device stands before the first dot, blanks behind it
    /// ignored.
    /// </summary>
    private static bool IsDevice(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> stem = (dot < 0 ? name : name[..dot]).TrimEnd((byte)' ');
        foreach (string device in Devices)
        {
            if (Ascii.EqualsIgnoreCase(stem, device))
            {
                return true;
            }
        }

        return stem.Length >= 4
            && (Ascii.EqualsIgnoreCase(stem[..3], "COM") || Ascii.EqualsIgnoreCase(stem[..3], "LPT"))
            && IsPortNumber(stem[3..]);
    }

    /// <summary>A digit, or one of the superscripts ¹ ² ³, which Windows reads as digits here.</summary>
    private static bool IsPortNumber(ReadOnlySpan<byte> text) =>
        (text.Length == 1 && char.IsAsciiDigit((char)text[0]))
        || text.SequenceEqual("¹"u8)
        || text.SequenceEqual("²"u8)
        || text.SequenceEqual("³"u8);

    /// <summary>"PROGRA~1", "INDEX~12.HTM": the second name that NTFS gives to a long one.</summary>
    private static bool IsShortName(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> stem = dot < 0 ? name : name[..dot];
        int extension = dot < 0 ? 0 : name.Length - dot - 1;
        int tilde = stem.LastIndexOf((byte)'~');
        return tilde > 0
            && tilde < stem.Length - 1
            && stem.Length <= ShortStem
            && extension <= ShortExtension
            && !stem[(tilde + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
