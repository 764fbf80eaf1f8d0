// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// The chunked coding with its extensions and trailers, moved as a driver with a sliding buffer moves it. The first byte of
/// the input says how it is read: bit 0 for tight limits.
/// </summary>
internal sealed class ChunkedTarget : ITarget
{
    private static readonly HeadLimits Tight = new()
    {
        MaxChunkExtensionBytes = 24,
        MaxFieldLineBytes = 32,
        MaxTrailerBytes = 80,
        MaxTrailerFields = 3,
    };

    private static readonly HeadLimits Usual = new();

    /// <inheritdoc/>
    public string Name => "chunked";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(2048, 16);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "\r\n", "0\r\n", "0\r\n\r\n", "5\r\nhello\r\n", ";a=b", ";a=\"b\"", "\\\"", "FFFFFFFFFFFFFFFF", "7fffffffffffffff",
        "X: y\r\n", "Content-Length: 5\r\n", "Trailer: a\r\n",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ChunkedDecoder decoder = new((input[0] & 1) == 0 ? Usual : Tight);
        decoder.Reset();
        ReadOnlySpan<byte> body = input[1..];
        int consumed = 0;
        int received = 0;
        while (true)
        {
            transcript.Count();
            ChunkedResult result = decoder.Read(body[consumed..received], out int framing);
            consumed += framing;
            if (result == ChunkedResult.Data && consumed < received)
            {
                int count = (int)Math.Min(decoder.ChunkRemaining, received - consumed);
                transcript.Add(body.Slice(consumed, count));
                decoder.Advance(count);
                consumed += count;
            }
            else if (result is ChunkedResult.Complete or ChunkedResult.Rejected || received == body.Length)
            {
                BreachException.Unless(
                    decoder.Read(body[consumed..received], out int again) == result && again == 0, "an answer is kept.");
                End(decoder, result, consumed, transcript);
                return;
            }
            else
            {
                received = pieces.Next(received, body.Length);
            }
        }
    }

    private static void End(ChunkedDecoder decoder, ChunkedResult result, int consumed, Transcript transcript)
    {
        transcript.Add((int)result);
        transcript.Add((int)decoder.Rejection);
        BreachException.Unless(
            (decoder.Rejection != RequestRejection.None) == (result == ChunkedResult.Rejected), "a refusal has a reason.");
        if (result == ChunkedResult.Complete)
        {
            transcript.Add(consumed);
            ReadOnlySpan<byte> bytes = decoder.Trailers.Bytes;
            foreach (Field field in decoder.Trailers.Fields.Fields)
            {
                BreachException.Unless(!Trailers.IsForbidden(field.Name(bytes)), "no forbidden trailer is kept.");
                transcript.AddField(field.Name(bytes));
                transcript.AddField(field.Value(bytes));
            }
        }
    }
}
