// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// Where the bytes of an archive go: into a response, as fast as its client takes them. Counts them. Reading files and
/// compressing go on on the thread pool, whoever resumes a write that had to wait.
/// </summary>
internal sealed class ArchiveSink(HttpResponse response) : Stream
{
    /// <summary>Whether what is still written is of no use, because the archive has failed.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How many bytes have been written.</summary>
    public long Written { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("Nobody knows how long an archive becomes.");

    /// <inheritdoc/>
    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException("An archive is written forwards.");
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsBroken)
        {
            return default;
        }

        Written += buffer.Length;
        ValueTask writing = response.WriteAsync(buffer, cancellationToken);
        return writing.IsCompletedSuccessfully ? writing : LeaveLoopAfterAsync(writing);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!IsBroken)
        {
            throw new NotSupportedException("A synchronous write would hold up a thread for a slow client.");
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // What is gathered goes when there is enough of it.
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("An archive is only written.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("An archive is written forwards.");

    /// <inheritdoc/>
    public override void SetLength(long value) =>
        throw new NotSupportedException("Nobody knows how long an archive becomes.");

    private static async ValueTask LeaveLoopAfterAsync(ValueTask writing)
    {
        await writing.ConfigureAwait(false);
        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            await Task.Yield();
        }
    }
}
