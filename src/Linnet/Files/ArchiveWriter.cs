// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Files;

/// <summary>Writes one archive front to back, in one buffer. Disposed without its end, it is none.</summary>
internal abstract class ArchiveWriter(ArchiveSink sink) : IAsyncDisposable
{
    /// <summary>What is read or written at once.</summary>
    protected const int BufferBytes = 64 * 1024;

    private byte[]? _buffer;

    /// <summary>Where the archive goes.</summary>
    protected ArchiveSink Sink { get; } = sink;

    /// <summary>Room for one piece; the writer's from its first use for as long as it lives.</summary>
    protected byte[] Buffer => _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);

    /// <summary>Writes a folder.</summary>
    public abstract ValueTask AddFolderAsync(ReadOnlyMemory<byte> name, long modifiedTicks, CancellationToken cancellationToken);

    /// <summary>Writes a file.</summary>
    /// <exception cref="System.IO.IOException">It changed meanwhile, or the archive becomes too large.</exception>
    public abstract ValueTask AddFileAsync(
        ReadOnlyMemory<byte> name, ArchivedFile file, CancellationToken cancellationToken);

    /// <summary>Writes what makes it whole.</summary>
    public abstract ValueTask EndAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        if (_buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return default;
    }
}
