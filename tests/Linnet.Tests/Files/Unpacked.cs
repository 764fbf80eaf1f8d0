// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace Linnet.Tests.Files;

/// <summary>Reads archives by the base library: name (in Latin-1, so that no byte is lost) and content of each entry, in order.</summary>
internal static class Unpacked
{
    public static Dictionary<string, string> Zip(byte[] archive)
    {
        using ZipArchive zip = new(new MemoryStream(archive), ZipArchiveMode.Read, leaveOpen: false, Encoding.Latin1);
        return zip.Entries.ToDictionary(
            entry => entry.FullName.Any(letter => letter > '\u00FF') || IsUtf8(archive, entry)
                ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(entry.FullName))
                : entry.FullName,
            entry => Text(entry.Open()));
    }

    public static Dictionary<string, string> TarGzip(byte[] archive)
    {
        using GZipStream gzip = new(new MemoryStream(archive), CompressionMode.Decompress);
        using MemoryStream tar = new();
        gzip.CopyTo(tar);
        Dictionary<string, string> found = [];
        byte[] bytes = tar.ToArray();
        int at = 0;
        string? longName = null;
        while (bytes[at] != 0)
        {
            // Names are read here: the base library takes them for text.
            using TarReader reader = new(new MemoryStream(bytes, at, bytes.Length - at));
            int length = Convert.ToInt32(Encoding.ASCII.GetString(bytes, at + 124, 11), 8);
            string name = Encoding.Latin1.GetString(bytes, at, 100).TrimEnd('\0');
            string content = Encoding.Latin1.GetString(bytes, at + 512, length);
            if (bytes[at + 156] == 'L')
            {
                longName = content.TrimEnd('\0');
            }
            else
            {
                _ = reader.GetNextEntry() ?? throw new InvalidDataException("No entry.");
                found.Add(longName ?? name, content);
                longName = null;
            }

            at += 512 + ((length + 511) / 512 * 512);
        }

        if (bytes.Length - at != 1024 || bytes.AsSpan(at).ContainsAnyExcept((byte)0))
        {
            throw new InvalidDataException("Two blocks of zeros end an archive.");
        }

        return found;
    }

    // Whether the flag of the entry's record in the directory says that its name is UTF-8: ZipArchive does not tell.
    private static bool IsUtf8(byte[] archive, ZipArchiveEntry entry)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.FullName);
        for (int at = 0; at < archive.Length - 46; at++)
        {
            if (archive.AsSpan(at).StartsWith("PK\u0001\u0002"u8)
                && archive[at + 28] + (archive[at + 29] << 8) == name.Length
                && archive.AsSpan(at + 46).StartsWith(name))
            {
                return (archive[at + 9] & 8) != 0;
            }
        }

        return false;
    }

    private static string Text(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
