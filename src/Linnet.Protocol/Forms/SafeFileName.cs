// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Linnet.Protocol.Forms;

/// <summary>
/// Makes a file name that a client sent into one that is no path on any system, hides nothing, and names no device. It may
/// still be the name of a file that exists: whoever stores it decides what then. RFC 7578 §4.2, RFC 6266 §4.3.
/// </summary>
internal static class SafeFileName
{
    // As long as the file systems in use allow.
    private const int MaxBytes = 255;

    private const int MaxExtensionCharacters = 20;

    private const string Empty = "file";

    // What Windows forbids, or gives a meaning.
    private const string Forbidden = "<>:\"|?*";

    // Names of devices on Windows, with any extension.
    private static readonly FrozenSet<string> Devices = FrozenSet.ToFrozenSet(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00b9", "COM\u00b2",
            "COM\u00b3", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00b9",
            "LPT\u00b2", "LPT\u00b3",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The last segment of a name in UTF-8, with everything dangerous replaced by an underscore.</summary>
    public static string From(ReadOnlySpan<byte> sent)
    {
        ReadOnlySpan<byte> last = sent[(sent.LastIndexOfAny((byte)'/', (byte)'\\') + 1)..];
        StringBuilder name = new();
        foreach (Rune rune in Encoding.UTF8.GetString(last).EnumerateRunes())
        {
            name.Append(IsHarmless(rune) ? rune.ToString() : "_");
        }

        // Windows drops dots and spaces at the end, and a dot in front hides a file elsewhere.
        string trimmed = name.ToString().Trim(' ').TrimEnd('.', ' ');
        if (trimmed.StartsWith('.'))
        {
            trimmed = "_" + trimmed[1..];
        }

        int dot = trimmed.IndexOf('.', StringComparison.Ordinal);
        string stem = (dot < 0 ? trimmed : trimmed[..dot]).TrimEnd(' ');
        trimmed = Devices.Contains(stem) ? "_" + trimmed : trimmed;
        return trimmed.Length == 0 ? Empty : Shorten(trimmed);
    }

    private static bool IsHarmless(Rune rune) =>
        !Forbidden.Contains(rune.ToString(), StringComparison.Ordinal)
        && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
        {
            return name;
        }

        // The end of a name says what it is, so the middle goes.
        int dot = name.LastIndexOf('.');
        string extension = dot > 0 && name.Length - dot <= MaxExtensionCharacters ? name[dot..] : "";
        int room = MaxBytes - Encoding.UTF8.GetByteCount(extension);
        StringBuilder stem = new();
        foreach (Rune rune in name.AsSpan(0, name.Length - extension.Length).EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            stem.Append(rune.ToString());
        }

        return stem.ToString().TrimEnd('.', ' ') + extension;
    }
}
