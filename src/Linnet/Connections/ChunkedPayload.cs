// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>A body in the chunked coding. RFC 9112 §7.1.</summary>
internal static class ChunkedPayload
{
    private static readonly ReadOnlyMemory<byte> DataEnd = ChunkWriter.DataEnd.ToArray();
    private static readonly ReadOnlyMemory<byte> LastChunk = ChunkWriter.End.ToArray();

    /// <summary>Sends bytes as one chunk.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask WriteAsync(BufferedConnection connection, ReadOnlyMemory<byte> bytes)
    {
        await BeginChunkAsync(connection, bytes.Length).ConfigureAwait(false);
        await connection.WriteAsync(bytes).ConfigureAwait(false);
        await EndChunkAsync(connection).ConfigureAwait(false);
    }

    /// <summary>Sends the size of a chunk, whose bytes follow.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask BeginChunkAsync(BufferedConnection connection, long size)
    {
        if (connection.Room.Length < ChunkWriter.MaxSizeLineBytes)
        {
            await connection.FlushAsync().ConfigureAwait(false);
        }

        bool written = ChunkWriter.TryWriteSize(connection.Room, size, out int count);
        Debug.Assert(written, "An empty send buffer has room for a chunk size.");
        connection.Advance(count);
    }

    /// <summary>Sends what follows the bytes of a chunk.</summary>
    public static ValueTask EndChunkAsync(BufferedConnection connection) => connection.WriteAsync(DataEnd);

    /// <summary>Sends the last chunk and the trailers, which end the body.</summary>
    public static async ValueTask EndAsync(
        BufferedConnection connection, Http1HeadComposer composer, IReadOnlyList<ResponseField> trailers)
    {
        if (trailers.Count == 0)
        {
            await connection.WriteAsync(LastChunk).ConfigureAwait(false);
            return;
        }

        // RFC 9112 §7.1.2: the trailer section stands between the last chunk and the empty line.
        await connection.FlushAsync().ConfigureAwait(false);
        composer.WriteTrailers(trailers);
    }
}
