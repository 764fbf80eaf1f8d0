// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Archives;

namespace Linnet.Files;

/// <summary>Writes a tar archive through gzip.</summary>
internal sealed class TarWriter(ArchiveSink sink) : ArchiveWriter(sink)
{
    private readonly GZipStream _gzip = new(sink, CompressionLevel.Fastest, leaveOpen: true);

    /// <inheritdoc/>
    public override ValueTask AddFolderAsync(ReadOnlyMemory<byte> name, long modifiedTicks, CancellationToken cancellationToken)
    {
        int length = TarHeader.Write(Buffer, name.Span, TarHeader.Folder, 0, modifiedTicks);
        return _gzip.WriteAsync(Buffer.AsMemory(0, length), cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask AddFileAsync(
        ReadOnlyMemory<byte> name, ArchivedFile file, CancellationToken cancellationToken)
    {
        int filled = TarHeader.Write(Buffer, name.Span, TarHeader.File, file.Length, file.ModifiedTicks);
        while (!file.IsAtEnd)
        {
            // Leaves room for the zeros behind the last bytes.
            filled += file.Read(Buffer.AsSpan(filled, BufferBytes - TarHeader.BlockBytes - filled));
            if (!file.IsAtEnd)
            {
                await _gzip.WriteAsync(Buffer.AsMemory(0, filled), cancellationToken).ConfigureAwait(false);
                filled = 0;
            }
        }

        int padding = TarHeader.PaddingAfter(file.Length);
        Buffer.AsSpan(filled, padding).Clear();
        await _gzip.WriteAsync(Buffer.AsMemory(0, filled + padding), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask EndAsync(CancellationToken cancellationToken)
    {
        const int endBytes = 2 * TarHeader.BlockBytes;
        Buffer.AsSpan(0, endBytes).Clear();
        return _gzip.WriteAsync(Buffer.AsMemory(0, endBytes), cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gzip.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
