// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>A filter sees every byte of a body before it is framed, and decides when the head is about to go.</summary>
public sealed class ResponseFilterTests
{
    [Theory]
    [InlineData("small", 5L)]
    [InlineData("promised", 5L)]
    [InlineData("buffer", 200_000L)]
    [InlineData("large", null)]
    [InlineData("flushed", null)]
    [InlineData("file", null)]
    [InlineData("promised file", 9000L)]
    public async Task A_filter_sees_the_whole_body_and_knows_its_length_when_it_can(string how, long? known)
    {
        long? seen = -1;
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.OnStarting(starting =>
            {
                seen = starting.Response.Output.KnownLength;
                starting.Response.Headers["Content-Encoding"] = "gzip";
                starting.Response.FilterBody(Compress);
            });
            return RespondAsync(exchange.Response, how);
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(known, seen);
        Assert.Equal(await ExpectedAsync(how), Decompress(response.Body));
        await served.Client.SendAsync(Requests.Get("/open"));
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task What_is_flushed_goes_through_the_filter_at_once()
    {
        TaskCompletionSource more = new();
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.FilterBody(Compress);
            await exchange.Response.WriteAsync("first");
            await exchange.Response.FlushAsync();
            await more.Task;
            await exchange.Response.WriteAsync(" second");
        });
        await served.Client.SendAsync(Requests.Get());
        long before = served.Server.BytesSent;
        Assert.True(before > 100);
        more.SetResult();
        Assert.Equal("first second", Decompress((await served.Client.ReceiveAsync()).Body));
    }

    [Fact]
    public async Task Filters_nest_and_the_last_one_set_is_passed_first()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.FilterBody(static inner => new LetterFilter(inner, 'b'));
            exchange.Response.FilterBody(static inner => new LetterFilter(inner, 'a'));
            return exchange.Response.WriteAsync("x");
        });
        Assert.Equal("xab", (await served.Client.AskAsync(Requests.Get())).Text);
    }

    [Theory]
    [InlineData(7, "more than")]
    [InlineData(10, "less")]
    [Attack("HD-14")]
    public async Task A_handler_is_held_to_the_length_before_the_filter(int promised, string text)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.ContentLength = promised;
            exchange.Response.FilterBody(Compress);
            await exchange.Response.WriteAsync(text);
        });
        await served.Client.SendAsync(Requests.Get());
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(500, response.Status);
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    [InlineData("only promised")]
    [Rfc("9110", "9.3.2")]
    [Attack("HD-15")]
    public async Task An_answer_to_HEAD_has_no_body_and_no_wrong_length(string how)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.OnStarting(static starting => starting.Response.FilterBody(Compress));
            if (how == "only promised")
            {
                exchange.Response.ContentLength = 100_000;
                return;
            }

            await RespondAsync(exchange.Response, how);
        });
        ReceivedResponse toHead = await served.Client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        await served.Client.ExpectQuietAsync();
        if (how == "only promised")
        {
            Assert.Null(toHead["Content-Length"]);
        }
        else
        {
            Assert.Equal((await served.Client.AskAsync(Requests.Get())).Head, toHead.Head);
        }

        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData("small", 500)]
    [InlineData("flushed", 0)]
    public async Task A_filter_is_given_back_when_the_handler_fails(string how, int status)
    {
        DisposedFilter? filter = null;
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.FilterBody(inner => filter = new DisposedFilter(inner));
            await RespondAsync(exchange.Response, how);
            throw new TimeoutException();
        });
        await served.Client.SendAsync(Requests.Get());
        if (status == 0)
        {
            await served.Client.ExpectResetAsync();
        }
        else
        {
            Assert.Equal(status, (await served.Client.ReceiveAsync()).Status);
        }

        Assert.True(filter?.IsDisposed);
    }

    private static async ValueTask RespondAsync(HttpResponse response, string how)
    {
        byte[] body = Encoding.ASCII.GetBytes(await ExpectedAsync(how));
        switch (how)
        {
            case "small":
                await response.WriteAsync(body);
                break;
            case "promised":
                response.ContentLength = body.Length;
                await response.WriteAsync(body);
                break;
            case "buffer":
                response.Writer.Write(body);
                break;
            case "flushed":
                await response.WriteAsync(body.AsMemory(0, 3));
                await response.FlushAsync();
                await response.WriteAsync(body.AsMemory(3));
                break;
            case "file":
            case "promised file":
                response.ContentLength = how == "file" ? null : 9000;
                using (Microsoft.Win32.SafeHandles.SafeFileHandle file =
                    File.OpenHandle(typeof(ResponseFilterTests).Assembly.Location))
                {
                    await response.SendFileAsync(file, 1000, 9000);
                }

                break;
            default:
                await response.Body.WriteAsync(body);
                break;
        }
    }

    private static async Task<string> ExpectedAsync(string how)
    {
        switch (how)
        {
            case "file":
            case "promised file":
                byte[] all = await File.ReadAllBytesAsync(typeof(ResponseFilterTests).Assembly.Location);
                return Encoding.Latin1.GetString(all, 1000, 9000);
            case "buffer":
            case "large":
                return string.Concat(Enumerable.Repeat("0123456789", 20_000));
            default:
                return "small";
        }
    }

    private static Stream Compress(Stream inner) => new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true);

    private static string Decompress(byte[] body)
    {
        using GZipStream stream = new(new MemoryStream(body), CompressionMode.Decompress);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>Adds a letter at the end of what passes.</summary>
    private sealed class LetterFilter(Stream inner, char letter) : BufferedFilter(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await Inner.WriteAsync(new[] { (byte)letter });
            await Inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    /// <summary>Says whether it was given back.</summary>
    private sealed class DisposedFilter(Stream inner) : BufferedFilter(inner)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            Inner.Write("must not be sent"u8);
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private abstract class BufferedFilter(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        protected Stream Inner => inner;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
