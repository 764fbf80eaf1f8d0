// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Connections;

/// <summary>Moves a part of a file to a connection by the shortest way.</summary>
internal static class FilePayload
{
    /// <summary>Sends a part of a file; fails when the file ends before.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask SendAsync(
        BufferedConnection connection, SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        // A small file leaves in one send with its head: read straight into the send buffer.
        Memory<byte> room = connection.RoomAsMemory;
        if (length <= room.Length)
        {
            int count = ReadWhole(file, room.Span[..(int)length], offset);
            connection.Advance(count);
            offset += count;
            length -= count;
        }

        // A file that has become shorter fails in here, and the response with it.
        await connection.SendFileAsync(file, offset, length, cancellationToken).ConfigureAwait(false);
    }

    private static int ReadWhole(SafeFileHandle file, Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(file, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }
}
