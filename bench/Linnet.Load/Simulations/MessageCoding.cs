// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;

namespace Linnet.Load.Simulations;

/// <summary>Compresses messages in each way that RFC 7692 §7.2.3 shows, and decompresses them.</summary>
internal static class MessageCoding
{
    private static readonly CompressionLevel[] Levels =
        [CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize];

    /// <summary>A message as a client may send it.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> message, Random random) =>
        Compress(message, Levels[random.Next(Levels.Length)], random);

    /// <summary>A few bytes that become so many.</summary>
    public static byte[] Bomb(int bytes, Random random) => Compress(new byte[bytes], CompressionLevel.Optimal, random);

    /// <summary>What a message of the server's says.</summary>
    /// <exception cref="InvalidDataException">It is not compressed as RFC 7692 asks.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> payload)
    {
        using MemoryStream input = new([.. payload, 0, 0, 0xFF, 0xFF]);
        using DeflateStream inflate = new(input, CompressionMode.Decompress);
        using MemoryStream message = new();
        inflate.CopyTo(message);
        return message.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> message, CompressionLevel level, Random random)
    {
        if (message.IsEmpty)
        {
            // RFC 7692 §7.2.3.6: an empty block of which the last four bytes are left away.
            return [0];
        }

        using MemoryStream output = new();
        using (DeflateStream deflate = new(output, level, leaveOpen: true))
        {
            // RFC 7692 §7.2.3.5: in one block or in several.
            int cut = random.Next(2) == 0 ? 0 : random.Next(message.Length);
            deflate.Write(message[..cut]);
            deflate.Flush();
            deflate.Write(message[cut..]);
            if (random.Next(4) > 0)
            {
                deflate.Flush();
                return output.ToArray()[..^4];
            }
        }

        // RFC 7692 §7.2.3.4: the last block says that it is the last, and an empty one follows it.
        return [.. output.ToArray(), 0];
    }
}
