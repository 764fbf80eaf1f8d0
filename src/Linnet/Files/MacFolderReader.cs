// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Linnet.Files;

/// <summary>Reads names with readdir(3) from a descriptor of its own.</summary>
/// <remarks>
/// <code>
/// struct dirent (64-bit inode)   0       8        16              18            20     21
///                                | inode | offset | record length | name length | type | name
/// </code>
/// </remarks>
internal sealed class MacFolderReader : FolderReader
{
    private const int EntriesPerBatch = 1024;
    private const int NameLengthAt = 18;
    private const int TypeAt = 20;
    private const int NameAt = 21;
    private const int LongestName = 1024;

    private readonly byte[] _name = new byte[LongestName];
    private readonly nint _stream;

    /// <summary>Takes over a descriptor, which may be a failed one.</summary>
    public MacFolderReader(int descriptor)
    {
        _stream = descriptor < 0 ? 0 : MacFileCalls.OpenFolder(descriptor);
        if (_stream == 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _ = descriptor < 0 ? 0 : UnixFileCalls.Close(descriptor);
            throw new IOException($"A folder can no longer be read (error {error}).", error);
        }
    }

    /// <inheritdoc/>
    public override bool ReadBatch(FolderEntries entries)
    {
        for (int count = 0; count < EntriesPerBatch; count++)
        {
            nint entry = MacFileCalls.ReadFolder(_stream);
            if (entry == 0)
            {
                int error = Marshal.GetLastPInvokeError();
                return error == 0
                    ? false
                    : throw new IOException($"A folder can no longer be read (error {error}).", error);
            }

            int length = Math.Min((int)(ushort)Marshal.ReadInt16(entry, NameLengthAt), LongestName);
            Marshal.Copy(entry + NameAt, _name, 0, length);
            entries.Add(_name.AsSpan(0, length), KindOf(Marshal.ReadByte(entry, TypeAt)));
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Dispose() => _ = MacFileCalls.CloseFolder(_stream);

    private static EntryKind KindOf(byte type) => type switch
    {
        0 => EntryKind.Unknown,
        4 => EntryKind.Folder,
        8 => EntryKind.File,
        10 => EntryKind.Link,
        _ => EntryKind.Other,
    };
}
