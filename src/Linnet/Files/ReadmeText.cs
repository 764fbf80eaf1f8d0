// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Text.Unicode;

namespace Linnet.Files;

/// <summary>
/// The readme of a folder as it is shown below a listing: its name and the first <see cref="MaxBytes"/> of its text. Empty
/// when there is none.
/// </summary>
internal readonly ref struct ReadmeText
{
    /// <summary>How much of it is shown, in bytes: a few screens. The rest is one click away.</summary>
    public const int MaxBytes = 64 * 1024;

    // Of several, the one with the lowest rank is shown.
    private const int NoReadme = 3;

    /// <summary>The file's name.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Its text, not always UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Whether there is more of it.</summary>
    public bool IsCut { get; private init; }

    /// <summary>Which entry is the readme: README.md, README.txt or README, in any letter case; -1 when none is.</summary>
    public static int IndexIn(FolderEntries entries)
    {
        int best = NoReadme;
        int found = -1;
        for (int index = 0; index < entries.Count; index++)
        {
            ref readonly FolderEntry entry = ref entries[index];
            if (entry.Kind != EntryKind.File)
            {
                continue;
            }

            int rank = RankOf(entries.NameOf(entry));
            if (rank < best)
            {
                best = rank;
                found = index;
            }
        }

        return found;
    }

    /// <summary>Reads an open file. What holds a zero byte is no text, and not shown.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static ReadmeText Read(ReadOnlySpan<byte> name, in OpenedFile file)
    {
        if (file.Status.Kind != EntryKind.File || file.Status.Length == 0)
        {
            return default;
        }

        ReadOnlySpan<byte> text = file.IsRead ? file.Content.Span : ReadBeginning(file);
        text = text[..Math.Min(text.Length, MaxBytes)];
        bool isCut = file.Status.Length > text.Length;
        if (isCut)
        {
            text = WholeCharacters(text);
        }

        text = text.StartsWith("\uFEFF"u8) ? text["\uFEFF"u8.Length..] : text;
        return text.IsEmpty || text.Contains((byte)0) ? default : new ReadmeText { Name = name, Text = text, IsCut = isCut };
    }

    private static ReadOnlySpan<byte> ReadBeginning(in OpenedFile file)
    {
        byte[] bytes = new byte[Math.Min(file.Status.Length, MaxBytes)];
        int length = 0;
        int read;
        do
        {
            read = RandomAccess.Read(file.Handle, bytes.AsSpan(length), length);
            length += read;
        }
        while (read > 0 && length < bytes.Length);

        return bytes.AsSpan(0, length);
    }

    private static int RankOf(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "README.md"u8))
        {
            return 0;
        }

        if (Ascii.EqualsIgnoreCase(name, "README.txt"u8))
        {
            return 1;
        }

        return Ascii.EqualsIgnoreCase(name, "README"u8) ? 2 : NoReadme;
    }

    /// <summary>Leaves the beginning of a character at the end out; what is not UTF-8 at all stays.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (int cut = 1; cut < 4 && cut < text.Length && !Utf8.IsValid(text[^cut..]); cut++)
        {
            if (text[^cut] >= 0xC0)
            {
                return text[..^cut];
            }
        }

        return text;
    }
}
