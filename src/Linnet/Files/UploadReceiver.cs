// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// Moves a body into a file through one buffer, which bounds its memory and lets the client wait for the disk. What has come of a
/// body that is cut off is written, too: it can be gone on from there.
/// </summary>
internal sealed class UploadReceiver(UploadOptions options)
{
    private const int BlockBytes = 128 * 1024;

    // A block is written when it is this full: more would only mean to wait for one more packet.
    private const int WorthWriting = 64 * 1024;

    // How often the space that is left is asked for.
    private const long BytesBetweenLooks = 16 * 1024 * 1024;

    /// <summary>Whether the file system has room for so many bytes more.</summary>
    public UploadRefusal? CheckSpace(StagedFile file, long? bytes)
    {
        try
        {
            return file.FreeBytes - (bytes ?? 0) < options.MinFreeBytes ? UploadRefusal.Full : null;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // Who cannot be asked says so when it is full.
            return null;
        }
    }

    /// <summary>Receives all of a body behind what the file has.</summary>
    /// <param name="body">The body.</param>
    /// <param name="file">The file.</param>
    /// <param name="maxLength">How many bytes the file may have in the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestBodyException">The client is at fault, or has ended its stream.</exception>
    /// <exception cref="IOException">The connection failed. What had come before is in the file.</exception>
    public async ValueTask<UploadRefusal?> ReceiveAsync(
        Stream body, StagedFile file, long maxLength, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        long nextLook = file.Length;
        IOException? cut = null;
        try
        {
            bool more = true;
            while (more)
            {
                (int count, cut) = await FillAsync(body, block, cancellationToken).ConfigureAwait(false);
                more = count > 0;
                if (count > maxLength - file.Length)
                {
                    return UploadRefusal.TooLarge(maxLength);
                }

                // On a thread of the pool, for the disk may take its time; what follows is there until the next read.
                await RandomAccess.WriteAsync(file.Handle, block.AsMemory(0, count), file.Length, CancellationToken.None)
                    .ConfigureAwait(false);
                file.Length += count;
                if (cut is not null)
                {
                    throw cut;
                }

                if (file.Length >= nextLook && more)
                {
                    nextLook = file.Length + BytesBetweenLooks;
                    if (CheckSpace(file, null) is { } full)
                    {
                        return full;
                    }
                }
            }

            return null;
        }
        catch (IOException failure) when (!ReferenceEquals(failure, cut))
        {
            // The disk's; the client's is not for the client to read.
            return UploadRefusal.OfError(failure.HResult);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static async ValueTask<(int Count, IOException? Cut)> FillAsync(
        Stream body, byte[] block, CancellationToken cancellationToken)
    {
        int filled = 0;
        try
        {
            int read;
            do
            {
                read = await body.ReadAsync(block.AsMemory(filled, BlockBytes - filled), cancellationToken).ConfigureAwait(false);
                filled += read;
            }
            while (read > 0 && filled < WorthWriting);

            return (filled, null);
        }
        catch (IOException cut)
        {
            return (filled, cut);
        }
    }
}
