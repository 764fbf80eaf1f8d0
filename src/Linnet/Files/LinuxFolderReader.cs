// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>Reads names with getdents64(2), about a thousand at a time.</summary>
/// <remarks>
/// <code>
/// struct linux_dirent64    0        8        16      18     19
///                          | inode  | offset | length | type | name, zero-terminated, padded
/// </code>
/// </remarks>
internal sealed class LinuxFolderReader(SafeFileHandle folder) : FolderReader
{
    private const int BatchBytes = 32 * 1024;
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private byte[]? _buffer;

    /// <inheritdoc/>
    public override bool ReadBatch(FolderEntries entries)
    {
        byte[] buffer = _buffer ??= ArrayPool<byte>.Shared.Rent(BatchBytes);
        int length = (int)LinuxFileCalls.ReadFolder(
            LinuxNumbers.Current.ReadFolder, folder, out buffer[0], BatchBytes);
        if (length < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new IOException($"A folder can no longer be read (error {error}).", error);
        }

        ReadOnlySpan<byte> rest = buffer.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            int recordLength = MemoryMarshal.Read<ushort>(rest[LengthAt..]);
            ReadOnlySpan<byte> name = rest[NameAt..recordLength];
            entries.Add(name[..name.IndexOf((byte)0)], KindOf(rest[TypeAt]));
            rest = rest[recordLength..];
        }

        return length > 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>DT_*; some file systems say DT_UNKNOWN for everything.</summary>
    private static EntryKind KindOf(byte type) => type switch
    {
        0 => EntryKind.Unknown,
        4 => EntryKind.Folder,
        8 => EntryKind.File,
        10 => EntryKind.Link,
        _ => EntryKind.Other,
    };
}
