// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;

namespace Linnet.WebSockets;

/// <summary>
/// Decompresses one message, piece by piece and no further than there is room for: a bound on what comes out is kept while it
/// comes. RFC 7692 §7.2.2.
/// </summary>
internal sealed class MessageInflater : IDisposable
{
    // RFC 7692 §7.2.2: the sender has left it away, and the receiver puts it back.
    private static readonly ReadOnlyMemory<byte> Tail = new byte[] { 0x00, 0x00, 0xFF, 0xFF };

    private readonly PieceStream _pieces = new();
    private readonly DeflateStream _stream;

    /// <summary>An inflater that has seen nothing.</summary>
    public MessageInflater() => _stream = new DeflateStream(_pieces, CompressionMode.Decompress);

    /// <summary>True when all of the message has been fed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Feeds a piece, which stays as it is until <see cref="Inflate"/> gives nothing.</summary>
    public void Feed(ReadOnlyMemory<byte> piece) => _pieces.Piece = piece;

    /// <summary>Says that the message has no more pieces.</summary>
    public void FeedEnd()
    {
        _pieces.Piece = Tail;
        IsEnded = true;
    }

    /// <summary>Gives decompressed bytes; none when it needs another piece.</summary>
    /// <exception cref="InvalidDataException">That is nothing DEFLATE makes.</exception>
    public int Inflate(Span<byte> destination) => _stream.Read(destination);

    /// <inheritdoc />
    public void Dispose()
    {
        _stream.Dispose();
        _pieces.Dispose();
    }
}
