// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>Reads names, lengths and dates from an open folder, some hundreds at a time.</summary>
/// <remarks>
/// <code>
/// FILE_FULL_DIR_INFO   0      4       8         16       24      32       40       48           56          
/// 60            64   68                      | next | index | created | access | write | change | length |
/// allocation | attributes | name bytes | tag | name
/// </code>
/// </remarks>
internal sealed class WindowsFolderReader(SafeFileHandle folder) : FolderReader
{
    private const int BatchBytes = 64 * 1024;
    private const int WrittenAt = 24;
    private const int LengthAt = 40;
    private const int AttributesAt = 56;
    private const int NameBytesAt = 60;
    private const int TagAt = 64;
    private const int NameAt = 68;
    private const int NoMoreFiles = 18;

    // A name surrogate stands for another name: link, junction, mount. Other tags (cloud, deduplicated) are
    // plain files.
    private const uint NameSurrogate = 0x20000000;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BatchBytes);

    /// <inheritdoc/>
    public override bool ReadBatch(FolderEntries entries)
    {
        if (!WindowsUnsafeFileCalls.ReadFolder(folder, _buffer))
        {
            int error = Marshal.GetLastPInvokeError();
            return error == NoMoreFiles
                ? false
                : throw new IOException($"A folder can no longer be read (error {error}).", error);
        }

        int next = -1;
        for (ReadOnlySpan<byte> rest = _buffer; next != 0; rest = rest[next..])
        {
            next = BinaryPrimitives.ReadInt32LittleEndian(rest);
            Add(rest, entries);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static void Add(ReadOnlySpan<byte> record, FolderEntries entries)
    {
        int nameBytes = BinaryPrimitives.ReadInt32LittleEndian(record[NameBytesAt..]);
        ReadOnlySpan<char> name = MemoryMarshal.Cast<byte, char>(record.Slice(NameAt, nameBytes));
        var attributes = (FileAttributes)BinaryPrimitives.ReadInt32LittleEndian(record[AttributesAt..]);
        bool isLink = (attributes & FileAttributes.ReparsePoint) != 0
            && (BinaryPrimitives.ReadUInt32LittleEndian(record[TagAt..]) & NameSurrogate) != 0;
        EntryKind kind = isLink ? EntryKind.Link
            : (attributes & FileAttributes.Directory) != 0 ? EntryKind.Folder
            : EntryKind.File;
        long written = BinaryPrimitives.ReadInt64LittleEndian(record[WrittenAt..]);
        entries.Add(
            Encoding.UTF8.GetBytes(name.ToArray()),
            kind,
            BinaryPrimitives.ReadInt64LittleEndian(record[LengthAt..]),
            DateTime.FromFileTimeUtc(Math.Max(written, 0)).Ticks);
    }
}
