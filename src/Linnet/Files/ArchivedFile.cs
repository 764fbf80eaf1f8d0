// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Files;

/// <summary>
/// The content of a file on its way into an archive: exactly as many bytes as it had when it was opened, or none of them
/// counts.
/// </summary>
internal struct ArchivedFile(FileTree tree, OpenedFile file)
{
    private long _offset;

    /// <summary>How many bytes there are.</summary>
    public readonly long Length => file.Status.Length;

    /// <summary>When they last changed, in ticks of UTC.</summary>
    public readonly long ModifiedTicks => file.Status.ModifiedTicks;

    /// <summary>Whether all of them have been read.</summary>
    public readonly bool IsAtEnd => _offset == Length;

    /// <summary>Reads the next bytes, as many as there is room for or as there are.</summary>
    /// <exception cref="IOException">The file has become shorter or been written to: there is no whole archive.</exception>
    public int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - _offset);
        int count = 0;
        while (count < wanted)
        {
            int read = ReadAt(buffer[count..wanted], _offset + count);
            if (read == 0)
            {
                throw Changed();
            }

            count += read;
        }

        _offset += count;
        if (IsAtEnd && count > 0)
        {
            RequireUnchanged();
        }

        return count;
    }

    private readonly int ReadAt(Span<byte> buffer, long offset)
    {
        if (!file.IsRead)
        {
            return RandomAccess.Read(file.Handle, buffer, offset);
        }

        file.Content.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }

    private readonly void RequireUnchanged()
    {
        if (file.IsRead)
        {
            return;
        }

        FileStatus now = tree.StatusOf(file.Handle);
        if (now.Length != Length || now.ModifiedTicks != ModifiedTicks)
        {
            throw Changed();
        }
    }

    private static IOException Changed() => new("A file has changed while it was sent in an archive, which is not whole.");
}
