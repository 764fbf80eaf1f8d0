// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;

namespace Linnet.WebSockets;

/// <summary>Compresses whole messages. RFC 7692 §7.2.1.</summary>
internal static class MessageDeflater
{
    // Below it a message rarely becomes shorter, and a compressor costs more than it saves.
    private const int LeastBytes = 128;
    private const int TailBytes = 4;

    /// <summary>Compresses a message if that is allowed and makes it shorter.</summary>
    /// <param name="message">The message, and then what is sent instead.</param>
    /// <param name="mostBytes">
    /// How long it may be: within the window that the client has, so that nothing in it can refer too far back. The base
    /// library's compressor has one window for all; longer messages go as they are, as every message may (RFC 7692 §6).
    /// </param>
    public static bool TryCompress(ref ReadOnlyMemory<byte> message, int mostBytes)
    {
        if (message.Length < LeastBytes || message.Length > mostBytes)
        {
            return false;
        }

        using MemoryStream output = new(message.Length);
        using DeflateStream deflate = new(output, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(message.Span);
        deflate.Flush();
        if (output.Length - TailBytes >= message.Length)
        {
            return false;
        }

        // RFC 7692 §7.2.1: a flush ends with an empty block, whose last four bytes are left away.
        message = output.GetBuffer().AsMemory(0, (int)output.Length - TailBytes);
        Debug.Assert(
            output.GetBuffer().AsSpan(message.Length, TailBytes).SequenceEqual((byte[])[0, 0, 0xFF, 0xFF]), "No flush.");
        return true;
    }
}
