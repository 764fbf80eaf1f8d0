// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Protocol.Archives;

using Xunit;

namespace Linnet.Protocol.Tests.Archives;

/// <summary>Whole archives of our records, read by the base library.</summary>
public sealed class ArchivePropertyTests
{
    private static readonly long Date = new DateTime(2024, 2, 29, 12, 30, 14, DateTimeKind.Utc).Ticks;

    private static readonly Gen<(string Name, byte[] Content)[]> Files = Gen.Select(
            Gen.OneOf('a', 'b', 'é', '/', ' ', '日').Array[1, 130].Select(name => $"f{new string(name)}f"),
            Gen.Byte.Array[0, 700])
        .Array[0, 5]
        .Select(files => files.DistinctBy(file => file.Item1).Select(file => (file.Item1, file.Item2)).ToArray());

    [Fact]
    public void A_tar_has_what_was_put_into_it() =>
        Files.Sample(
            files =>
            {
                using MemoryStream archive = new();
                foreach ((string name, byte[] content) in files)
                {
                    byte[] utf8 = Encoding.UTF8.GetBytes(name);
                    byte[] header = new byte[TarHeader.LengthFor(utf8.Length)];
                    TarHeader.Write(header, utf8, TarHeader.File, content.Length, Date);
                    archive.Write(header);
                    archive.Write(content);
                    archive.Write(new byte[TarHeader.PaddingAfter(content.Length)]);
                }

                archive.Write(new byte[2 * TarHeader.BlockBytes]);
                archive.Position = 0;
                using TarReader reader = new(archive);
                foreach ((string name, byte[] content) in files)
                {
                    TarEntry? entry = reader.GetNextEntry(copyData: true);
                    Assert.Equal(name, entry?.Name);
                    Assert.Equal(Date, entry?.ModificationTime.UtcTicks);
                    Assert.Equal(content, ReadAll(entry?.DataStream));
                }

                Assert.Null(reader.GetNextEntry());
            },
            iter: 300);

    [Fact]
    public void A_zip_has_what_was_put_into_it() =>
        Gen.Select(Files, Gen.Bool).Sample(
            (files, isLarge) =>
            {
                using ZipArchive archive = new(new MemoryStream(Zip(files, isLarge)));
                Assert.Equal(files.Select(file => file.Name), archive.Entries.Select(entry => entry.FullName));
                foreach ((string name, byte[] content) in files)
                {
                    ZipArchiveEntry? entry = archive.GetEntry(name);
                    using Stream? stream = entry?.Open();
                    Assert.Equal(content, ReadAll(stream));
                    Assert.Equal(Crc32.Append(0, content), entry?.Crc32);
                }
            },
            iter: 300);

    private static byte[] Zip((string Name, byte[] Content)[] files, bool isLarge)
    {
        using MemoryStream archive = new();
        byte[] room = new byte[ZipRecords.MaxRecordBytes + 1024];
        List<(byte[] Name, ZipEntry Entry)> written = [];
        foreach ((string text, byte[] content) in files)
        {
            byte[] name = Encoding.UTF8.GetBytes(text);
            bool hasContent = content.Length > 0;
            ZipEntry entry = new()
            {
                IsLarge = isLarge && hasContent,
                ModifiedTicks = Date,
                Offset = archive.Length,
                Length = content.Length,
                PackedLength = hasContent ? content.Length + StoredBlock.HeadBytes : 0,
                Crc = Crc32.Append(0, content),
            };
            archive.Write(room, 0, ZipRecords.WriteLocal(room, name, entry));
            if (hasContent)
            {
                StoredBlock.WriteHead(room, content.Length, isLast: true);
                archive.Write(room, 0, StoredBlock.HeadBytes);
                archive.Write(content);
                archive.Write(room, 0, ZipRecords.WriteDescriptor(room, entry));
            }

            written.Add((name, entry));
        }

        long start = archive.Length;
        foreach ((byte[] name, ZipEntry entry) in written)
        {
            archive.Write(room, 0, ZipRecords.WriteCentral(room, name, entry));
        }

        archive.Write(room, 0, ZipRecords.WriteEnd(room, written.Count, start, archive.Length - start));
        return archive.ToArray();
    }

    private static byte[] ReadAll(Stream? stream)
    {
        using MemoryStream all = new();
        stream?.CopyTo(all);
        return all.ToArray();
    }
}
