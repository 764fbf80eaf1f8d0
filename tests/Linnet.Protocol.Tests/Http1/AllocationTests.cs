// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>The second message allocates nothing: not its head, not its chunks, not its answer.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] TypicalHead = Encoding.ASCII.GetBytes(
        """
        GET /assets/app.css?v=12 HTTP/1.1
        Host: example.com:8080
        Connection: keep-alive
        User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
        Accept-Language: en-GB,en;q=0.5
        Accept-Encoding: gzip, deflate, br, zstd
        Cookie: session=0123456789abcdef; theme=dark
        If-None-Match: "abc"
        Priority: u=0, i


        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public void Reading_a_head_again_allocates_nothing()
    {
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        Assert.Equal(0, AllocatedBy(() =>
        {
            parser.Reset();
            head.Clear();
            for (int length = 50; length < TypicalHead.Length; length += 50)
            {
                parser.Parse(TypicalHead.AsSpan(0, length), head);
            }

            Assert.True(parser.Parse(TypicalHead, head) == ParseResult.Complete);
        }));
    }

    [Fact]
    public void Refusing_a_head_again_allocates_nothing()
    {
        byte[] bytes = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n"u8.ToArray();
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        Assert.Equal(0, AllocatedBy(() =>
        {
            parser.Reset();
            head.Clear();
            Assert.True(parser.Parse(bytes, head) == ParseResult.Rejected);
            Assert.True(RejectionRules.Of(parser.Rejection).Status == 400);
        }));
    }

    [Fact]
    public void Reading_chunks_and_trailers_again_allocates_nothing()
    {
        byte[] bytes = "1;a=\"b\"\r\nx\r\n0\r\nDigest: abc\r\nHost: a\r\n\r\n"u8.ToArray();
        ChunkedDecoder decoder = new(new HeadLimits());
        Assert.Equal(0, AllocatedBy(() =>
        {
            decoder.Reset();
            Assert.True(decoder.Read(bytes, out int consumed) == ChunkedResult.Data);
            decoder.Advance(1);
            Assert.True(decoder.Read(bytes.AsSpan(consumed + 1), out _) == ChunkedResult.Complete);
        }));
    }

    [Fact]
    public void Writing_an_answer_allocates_nothing()
    {
        byte[] buffer = new byte[500];
        ResponseField type = new("Content-Type", "text/plain");
        DateTimeOffset date = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, AllocatedBy(() =>
        {
            HttpDate.Write(date, buffer);
            ResponseHeadWriter writer = new(buffer);
            writer.WriteStatus(201);
            writer.WriteField("Server"u8, "linnet"u8);
            writer.WriteField(type);
            writer.WriteContentLength(12);
            Assert.True(writer.TryFinish(out int written));
            Assert.True(ChunkWriter.TryWriteSize(buffer.AsSpan(written), 4096, out _));
        }));
    }

    private static long AllocatedBy(Action action)
    {
        // The first rounds make tables, grow buffers to their size and let the compiler finish.
        for (int round = 0; round < 3; round++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
