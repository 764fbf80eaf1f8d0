// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Archives;

namespace Linnet.Files;

/// <summary>
/// Writes a zip archive. What compresses well by its media type is compressed; the rest goes in blocks that are not. The
/// directory at the end is gathered in one array.
/// </summary>
internal sealed class ZipWriter(ArchiveSink sink) : ArchiveWriter(sink)
{
    /// <summary>The longest directory: some 500,000 names of 80 bytes.</summary>
    public const int MaxDirectoryBytes = 64 * 1024 * 1024;

    // Less than this is not worth compressing.
    private const int FewBytes = 256;

    private byte[] _directory = [];
    private int _directoryLength;
    private int _count;

    /// <inheritdoc/>
    public override async ValueTask AddFolderAsync(
        ReadOnlyMemory<byte> name, long modifiedTicks, CancellationToken cancellationToken)
    {
        ZipEntry entry = new() { IsFolder = true, ModifiedTicks = modifiedTicks, Offset = Sink.Written };
        int length = ZipRecords.WriteLocal(Buffer, name.Span, entry);
        await Sink.WriteAsync(Buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        AddToDirectory(name.Span, entry);
    }

    /// <inheritdoc/>
    public override async ValueTask AddFileAsync(
        ReadOnlyMemory<byte> name, ArchivedFile file, CancellationToken cancellationToken)
    {
        ZipEntry entry = new()
        {
            IsLarge = file.Length >= ZipRecords.LargeLength,
            ModifiedTicks = file.ModifiedTicks,
            Offset = Sink.Written,
            Length = file.Length,
        };
        int length = ZipRecords.WriteLocal(Buffer, name.Span, entry);
        await Sink.WriteAsync(Buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        if (entry.HasContent)
        {
            long start = Sink.Written;
            bool isCompressed = file.Length >= FewBytes && MediaTypes.IsCompressible(MediaTypes.Of(name.Span));
            uint crc = isCompressed
                ? await CompressAsync(file, cancellationToken).ConfigureAwait(false)
                : await StoreAsync(file, cancellationToken).ConfigureAwait(false);
            entry = new ZipEntry
            {
                IsLarge = entry.IsLarge,
                ModifiedTicks = entry.ModifiedTicks,
                Offset = entry.Offset,
                Length = entry.Length,
                PackedLength = Sink.Written - start,
                Crc = crc,
            };
            length = ZipRecords.WriteDescriptor(Buffer, entry);
            await Sink.WriteAsync(Buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }

        AddToDirectory(name.Span, entry);
    }

    /// <inheritdoc/>
    public override async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        long start = Sink.Written;
        await Sink.WriteAsync(_directory.AsMemory(0, _directoryLength), cancellationToken).ConfigureAwait(false);
        int length = ZipRecords.WriteEnd(Buffer, _count, start, _directoryLength);
        await Sink.WriteAsync(Buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Release();
        return base.DisposeAsync();
    }

    private void Release()
    {
        if (_directory.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_directory);
        }
    }

    private async ValueTask<uint> CompressAsync(ArchivedFile file, CancellationToken cancellationToken)
    {
        uint crc = 0;
        DeflateStream deflate = new(Sink, CompressionLevel.Fastest, leaveOpen: true);
        await using (deflate.ConfigureAwait(false))
        {
            while (!file.IsAtEnd)
            {
                int count = file.Read(Buffer.AsSpan(0, BufferBytes));
                crc = Crc32.Append(crc, Buffer.AsSpan(0, count));
                await deflate.WriteAsync(Buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }

        return crc;
    }

    private async ValueTask<uint> StoreAsync(ArchivedFile file, CancellationToken cancellationToken)
    {
        const int room = BufferBytes - StoredBlock.HeadBytes;
        uint crc = 0;
        while (!file.IsAtEnd)
        {
            int count = file.Read(Buffer.AsSpan(StoredBlock.HeadBytes, room));
            crc = Crc32.Append(crc, Buffer.AsSpan(StoredBlock.HeadBytes, count));
            StoredBlock.WriteHead(Buffer, count, file.IsAtEnd);
            await Sink.WriteAsync(Buffer.AsMemory(0, StoredBlock.HeadBytes + count), cancellationToken).ConfigureAwait(false);
        }

        return crc;
    }

    private void AddToDirectory(ReadOnlySpan<byte> name, in ZipEntry entry)
    {
        int needed = _directoryLength + ZipRecords.MaxRecordBytes + name.Length;
        if (needed > MaxDirectoryBytes)
        {
            throw new IOException("The folder has too many and too long names to be sent as a zip archive.");
        }

        if (needed > _directory.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, BufferBytes), 2 * _directory.Length));
            _directory.AsSpan(0, _directoryLength).CopyTo(larger);
            Release();
            _directory = larger;
        }

        _directoryLength += ZipRecords.WriteCentral(_directory.AsSpan(_directoryLength), name, entry);
        _count++;
    }
}
