// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>
/// Feeds one chunked body in every way a network may deliver it and insists on one answer: whole, in pieces of every
/// size from one byte up, and with the next request already behind it.
/// </summary>
internal static class FeedChunks
{
    private const string NextRequest = "GET /canary HTTP/1.1\r\nHost: canary\r\n\r\n";

    // Beyond this, cuts are tried near both ends and at a stride: a trailer section at its limit would take minutes.
    private const int EveryCutUpTo = 600;
    private const int Edge = 40;
    private const int Stride = 97;

    /// <summary>Any bytes, given as Latin-1.</summary>
    public static ChunkedOutcome Body(string text, HeadLimits? limits = null)
    {
        limits ??= new HeadLimits();
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        ChunkedOutcome whole = Run(bytes, limits, bytes.Length);
        Assert.Equal(whole, Run(bytes, limits, 1));
        for (int cut = 1; cut < bytes.Length; cut = NextCut(cut, bytes.Length))
        {
            Assert.Equal(whole, Run(bytes, limits, cut));
        }

        if (whole.Result is ChunkedResult.Complete or ChunkedResult.Rejected)
        {
            byte[] pipelined = [.. bytes, .. Encoding.Latin1.GetBytes(NextRequest)];
            Assert.Equal(whole, Run(pipelined, limits, pipelined.Length));
            Assert.Equal(whole, Run(pipelined, limits, 1));
        }

        return whole;
    }

    /// <summary>The bytes in pieces of <paramref name="step"/>, as a driver with a sliding buffer gives them.</summary>
    public static ChunkedOutcome Run(byte[] bytes, HeadLimits limits, int step)
    {
        ChunkedDecoder decoder = new(limits);
        decoder.Reset();
        StringBuilder payload = new();
        int consumed = 0;
        int received = 0;
        while (true)
        {
            byte[] unread = bytes[consumed..received];
            ChunkedResult result = decoder.Read(unread, out int framing);
            consumed += framing;
            bool more = received < bytes.Length;
            if (result == ChunkedResult.Data && consumed < received)
            {
                int count = (int)Math.Min(decoder.ChunkRemaining, received - consumed);
                payload.Append(Encoding.Latin1.GetString(bytes, consumed, count));
                decoder.Advance(count);
                consumed += count;
            }
            else if (result is ChunkedResult.Complete or ChunkedResult.Rejected || !more)
            {
                // Nothing is forgotten or read on when somebody asks again.
                Assert.Equal(result, decoder.Read(bytes.AsSpan(consumed, received - consumed), out int again));
                Assert.Equal(0, again);
                return new ChunkedOutcome(
                    result,
                    decoder.Rejection,
                    payload.ToString(),
                    consumed,
                    HeadOutcome.TextOf(decoder.Trailers.Fields, decoder.Trailers.Bytes));
            }
            else
            {
                received = Math.Min(bytes.Length, received + step);
            }
        }
    }

    private static int NextCut(int cut, int length) =>
        length <= EveryCutUpTo || cut < Edge || cut >= length - Edge
            ? cut + 1
            : Math.Min(cut + Stride, length - Edge);
}
