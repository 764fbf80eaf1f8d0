// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Connections;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Exchanges;

/// <summary>
/// A coding, such as compression, that a whole response body passes before it is framed. Holds the handler to the length
/// it promised, which is that of the body before the coding. Made for one response, when somebody sets a filter.
/// </summary>
internal sealed class ResponseFilter(Http1ResponseWriter writer)
{
    private const int BlockBytes = 64 * 1024;

    private readonly ResponseSink _sink = new(writer);
    private Stream? _coding;
    private long? _promised;

    /// <summary>Bytes that have come in.</summary>
    public long Length { get; private set; }

    /// <summary>True when the handler promised a body and has written nothing of it.</summary>
    public bool OwesEverything => _promised > 0 && Length == 0;

    /// <summary>Puts a coding before those that are there.</summary>
    public void Add(Func<Stream, Stream> coding) => _coding = coding(_coding ?? _sink);

    /// <summary>Takes over what the head says of the length: what comes out has another one.</summary>
    public void TakePromise()
    {
        _promised = writer.Head.ContentLength;
        writer.Head.ContentLength = null;
    }

    /// <summary>Takes a part of the body.</summary>
    /// <exception cref="InvalidOperationException">It is more than was promised.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > _promised - Length)
        {
            throw new InvalidOperationException(
                $"The body is longer than the Content-Length of {_promised} that was promised: set the right length "
                + "before the first write, or none.");
        }

        Length += bytes.Length;
        return Coding.WriteAsync(bytes, CancellationToken.None);
    }

    /// <summary>Takes a part of a file.</summary>
    public async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, BlockBytes));
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Memory<byte> wanted = block.AsMemory(0, (int)Math.Min(length, block.Length));
            int read = await RandomAccess.ReadAsync(file, wanted, offset, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("The file ended before the part of it that was to be sent.");
            }

            await WriteAsync(wanted[..read]).ConfigureAwait(false);
            offset += read;
            length -= read;
        }

        // Not after a failure: the coding may be somebody's who still reads it.
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>Brings out what the coding holds back.</summary>
    public Task FlushAsync() => Coding.FlushAsync(CancellationToken.None);

    /// <summary>Ends the coding, which writes what belongs at its end.</summary>
    /// <exception cref="InvalidOperationException">It is less than was promised, and the end does not go.</exception>
    public ValueTask EndAsync()
    {
        if (Length < _promised)
        {
            // RFC 9110 §8.6: fewer bytes than were promised are no response, and must not be taken for one.
            throw new InvalidOperationException(
                $"The body has {Length} bytes where a Content-Length of {_promised} was promised.");
        }

        return Coding.DisposeAsync();
    }

    /// <summary>Gives back what the coding holds; what it would still write belongs to no response.</summary>
    public void Discard()
    {
        _sink.Cut();
        _coding?.Dispose();
    }

    private Stream Coding => _coding ?? _sink;
}
