// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>What holds for every chunked body, tried on random ones; a failure prints its seed.</summary>
public sealed class ChunkedDecoderPropertyTests
{
    private static readonly Gen<string> Extension = Mostly(
        OneOf("", "", ";a", ";a=b", " ; a = \"b\\\"c\"", ";a=\";\"", "; a ;b"),
        OneOf(";", " ", ";a=", ";a=\"b", ";a\0", ";\"a\"", ";a "));

    private static readonly Gen<string> Chunk = Gen.Select(
        OneOf("xy", "\r\n", "0\r\n\r\n", "a", "0123456789abcdef"),
        Extension,
        Mostly(OneOf("\r\n"), OneOf("\n", "\r", "XX", "")),
        Mostly(OneOf("", "", "0", "00000000000000"), OneOf("0000000000000000", "x", "+", " ")),
        (data, extension, end, zeros) => $"{zeros}{data.Length:x}{extension}\r\n{data}{end}");

    private static readonly Gen<string> Trailers = Mostly(
        OneOf("", "X: y\r\n", "Host: a\r\n", "content-length: 5\r\n", "X:  y \r\nZ: w\r\n"),
        OneOf("X\r\n", " X: y\r\n", "X: \0\r\n", "X: y\n"));

    private static readonly Gen<string> Body = Gen.Select(
        Chunk.Array[0, 4],
        Mostly(OneOf("0", "00", "0000000000000000"), OneOf("00000000000000000", "8000000000000000", "")),
        Extension,
        Trailers,
        (chunks, zero, extension, trailers) => $"{string.Concat(chunks)}{zero}{extension}\r\n{trailers}\r\n");

    private static readonly Gen<string> ValidBody = Gen.Select(
        OneOf("1\r\na\r\n", "2;x=\"y\"\r\n\r\n\r\n", "a\r\n0123456789\r\n").Array[0, 3],
        OneOf("0\r\n", "0;a=b\r\n", "00\r\n"),
        OneOf("", "A: b\r\n", "A: b\r\nHost: c\r\n"),
        (chunks, last, trailers) => $"{string.Concat(chunks)}{last}{trailers}\r\n");

    [Fact]
    [Rfc("9112", "7.1")]
    public void Two_readers_agree_on_likely_bodies() => Agree(Body, 20_000);

    [Fact]
    [Rfc("9112", "7.1")]
    public void Two_readers_agree_on_valid_bodies_with_changes() => Agree(Mutation.Of(ValidBody), 30_000);

    [Fact]
    [Rfc("9112", "7.1")]
    public void Two_readers_agree_on_noise() =>
        Agree(Mutation.Noise("0", "1", "a", ";a=", "\"", "0\r\n", "\r\n", "X: y\r\n"), 20_000);

    [Fact]
    [Rfc("9112", "7.1")]
    public void Any_split_gives_the_same_body() =>
        Gen.OneOf(Body, Mutation.Of(ValidBody)).Sample(text => FeedChunks.Body(text), iter: 300);

    [Fact]
    [Rfc("9112", "7.1")]
    public void What_is_encoded_is_decoded()
    {
        Gen<byte[]> chunk = Gen.Byte.Array[1, 40];
        Gen.Select(chunk.Array[0, 8], Gen.Int[1, 64]).Sample(
            (chunks, step) =>
            {
                byte[] encoded = Encode(chunks);
                ChunkedOutcome outcome = FeedChunks.Run(encoded, new HeadLimits(), step);
                Assert.Equal(ChunkedResult.Complete, outcome.Result);
                Assert.Equal(encoded.Length, outcome.Consumed);
                Assert.Equal(Encoding.Latin1.GetString([.. chunks.SelectMany(bytes => bytes)]), outcome.Payload);
            },
            iter: 10_000);
    }

    private static byte[] Encode(byte[][] chunks)
    {
        using MemoryStream encoded = new();
        byte[] line = new byte[ChunkWriter.MaxSizeLineBytes];
        foreach (byte[] chunk in chunks)
        {
            Assert.True(ChunkWriter.TryWriteSize(line, chunk.Length, out int written));
            encoded.Write(line.AsSpan(0, written));
            encoded.Write(chunk);
            encoded.Write(ChunkWriter.DataEnd);
        }

        encoded.Write(ChunkWriter.End);
        return encoded.ToArray();
    }

    private static void Agree(Gen<string> texts, int count) =>
        texts.Sample(
            text =>
            {
                ChunkedOutcome fast = FeedChunks.Run(Encoding.Latin1.GetBytes(text), new HeadLimits(), int.MaxValue / 2);
                ChunkedResult result = fast.Result == ChunkedResult.Data ? ChunkedResult.Incomplete : fast.Result;
                bool whole = result == ChunkedResult.Complete;
                Assert.Equal(
                    NaiveChunkedBody.Read(text),
                    (result, fast.Payload, whole ? fast.Trailers : string.Empty, whole ? fast.Consumed : 0));
            },
            iter: count);

    private static Gen<string> Mostly(Gen<string> good, Gen<string> bad) => Gen.Frequency((15, good), (1, bad));

    private static Gen<string> OneOf(params string[] texts) => Gen.OneOf(texts.Select(Gen.Const).ToArray());
}
