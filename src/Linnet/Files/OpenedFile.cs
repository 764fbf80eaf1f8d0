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
    private readonly byte[]? _rented;
    private readonly KeptFile? _kept;
    private readonly ReadOnlyMemory<byte> _content;

    /// <summary>An open file or folder.</summary>
    public OpenedFile(SafeFileHandle handle, FileStatus status)
    {
        _handle = handle;
        Status = status;
    }

    /// <summary>
    /// A file that has been read: the first bytes of a rented array, as many as its status says.
    /// </summary>
    public OpenedFile(byte[] rented, FileStatus status)
        : this(rented.AsMemory(0, (int)status.Length), status, null)
    {
        _rented = rented;
    }

    /// <summary>Bytes that stay as they are; <paramref name="entityTag"/> is null for that of the status.</summary>
    public OpenedFile(ReadOnlyMemory<byte> content, FileStatus status, string? entityTag)
    {
        _content = content;
        IsRead = true;
        Status = status;
        EntityTag = entityTag;
    }

    /// <summary>An open file that is kept open for others; used until it is disposed.</summary>
    public OpenedFile(KeptFile kept)
    {
        _kept = kept;
        Status = kept.Status;
    }

    /// <summary>Taken from the handle after opening, so that it describes what will be sent.</summary>
    public FileStatus Status { get; }

    /// <summary>What names its content, when that is not its status.</summary>
    public string? EntityTag { get; }

    /// <summary>Whether the file has been read already.</summary>
    public bool IsRead { get; }

    /// <summary>The bytes of a file that has been read; valid until it is disposed.</summary>
    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>The handle of one that has not: for a file to read from, for a folder to list.</summary>
    public SafeFileHandle Handle => _handle ?? _kept?.Handle
        ?? throw new InvalidOperationException("The file has been read and closed: its bytes are in Content.");

    /// <summary>Closes the handle, or gives the memory back.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        _kept?.Release();
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
