// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>A coding that a request body passes before it is read. Made for one request.</summary>
internal sealed class RequestFilter(Stream decoded, RequestFilter? inner) : IDisposable
{
    private const int PieceBytes = 16 * 1024;

    private byte[] _piece = [];
    private volatile bool _isReading;

    /// <summary>What comes out.</summary>
    public Stream Decoded => decoded;

    /// <summary>Reads a piece of what comes out; valid until the next; empty at its end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadPieceAsync(CancellationToken cancellationToken)
    {
        if (_piece.Length == 0)
        {
            _piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        }

        // Left true by a read that fails: a buffer lost is cheaper than one that two requests have.
        _isReading = true;
        int read = await decoded.ReadAsync(_piece, cancellationToken).ConfigureAwait(false);
        _isReading = false;
        return _piece.AsMemory(0, read);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        decoded.Dispose();
        inner?.Dispose();
        if (_piece.Length > 0 && !_isReading)
        {
            // A handler that has returned without awaiting its read may have the decoder still writing here.
            ArrayPool<byte>.Shared.Return(_piece);
        }

        _piece = [];
    }
}
