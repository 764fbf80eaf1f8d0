// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// Frames of a WebSocket client, one after the other: headers, order, masks, text and close. Bit 0 of the input's first byte
/// says whether compression is agreed on.
/// </summary>
internal sealed class FramesTarget : ITarget
{
    /// <inheritdoc/>
    public string Name => "frames";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(2048, 16);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "\x81\x85\0\0\0\0hello", "\x01\x82\0\0\0\0h\xc3", "\x80\x81\0\0\0\0\xa9", "\x88\x82\0\0\0\0\x03\xe8", "\x89\x80\0\0\0\0",
        "\x82\xfe\0\x7e", "\x82\xff\0\0\0\0\0\x01\0\0", "\xc1\x80",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        FrameReading reading = new((input[0] & 1) != 0, transcript);
        byte[] bytes = input[1..].ToArray();
        int received = 0;
        while (!reading.HasEnded)
        {
            transcript.Count();
            if (reading.Step(bytes.AsSpan(0, received)))
            {
                continue;
            }

            if (received == bytes.Length)
            {
                break;
            }

            received = pieces.Next(received, bytes.Length);
        }

        reading.End();
    }
}
