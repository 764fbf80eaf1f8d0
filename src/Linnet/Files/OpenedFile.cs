// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// An open file or folder beneath a root, with what its handle says about it; or a small file that has been
/// read whole and closed. Whoever opened it disposes it, exactly once.
/// </summary>
internal readonly struct OpenedFile : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly byte[]? _content;

    /// <summary>An open file or folder.</summary>
    public OpenedFile(SafeFileHandle handle, FileStatus status)
    {
        _handle = handle;
        Status = status;
    }

    /// <summary>
    /// A file that has been read: the first bytes of a rented array, as many as its status says.
    /// </summary>
    public OpenedFile(byte[] content, FileStatus status)
    {
        _content = content;
        Status = status;
    }

    /// <summary>Taken from the handle after opening, so that it describes what will be sent.</summary>
    public FileStatus Status { get; }

    /// <summary>Whether the file has been read already.</summary>
    public bool IsRead => _content is not null;

    /// <summary>The bytes of a file that has been read; valid until it is disposed.</summary>
    public ReadOnlyMemory<byte> Content => _content.AsMemory(0, (int)Status.Length);

    /// <summary>The handle of one that has not: for a file to read from, for a folder to list.</summary>
    public SafeFileHandle Handle =>
        _handle ?? throw new InvalidOperationException("The file has been read and closed: its bytes are in Content.");

    /// <summary>Closes the handle, or gives the memory back.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        if (_content is not null)
        {
            ArrayPool<byte>.Shared.Return(_content);
        }
    }
}
