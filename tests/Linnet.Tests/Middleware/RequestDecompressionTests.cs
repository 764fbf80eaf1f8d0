// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

public sealed class RequestDecompressionTests
{
    private const int MaxBytes = 200_000;

    private static readonly string Text = string.Join(',', Enumerable.Range(0, 20_000));

    private static readonly RequestDecompression Bounded = new() { MaxBytes = MaxBytes };

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("X-GZip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [Rfc("9110", "8.4.1")]
    public async Task Handlers_read_what_the_client_had_before_it_compressed(string name, string coding)
    {
        byte[] body = Encode(coding, Encoding.ASCII.GetBytes(Text));
        Assert.True(body.Length < Text.Length);
        ReceivedResponse response = await AskAsync(name, body);

        Assert.Equal(200, response.Status);
        Assert.Equal($"{Text.Length} unknown", response.Text);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("identity")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, br")]
    [InlineData("gzip\r\nContent-Encoding: gzip")]
    [InlineData("")]
    [Attack("RL-05")]
    [Rfc("9110", "15.5.16")]
    public async Task Another_coding_or_several_are_refused_with_those_that_are_known(string coding)
    {
        ReceivedResponse response = await AskAsync(coding, [1, 2, 3]);

        Assert.Equal(415, response.Status);
        Assert.Equal("gzip, br, deflate", response["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("gzip", MaxBytes, 200)]
    [InlineData("gzip", MaxBytes + 1, 413)]
    [InlineData("br", MaxBytes, 200)]
    [InlineData("br", MaxBytes + 1, 413)]
    [InlineData("deflate", MaxBytes, 200)]
    [InlineData("deflate", MaxBytes + 1, 413)]
    [Attack("RL-05")]
    public async Task A_body_that_becomes_longer_than_it_may_is_refused(string coding, int length, int status)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        Assert.Equal(status, (await AskAsync(coding, Encode(coding, content))).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [Attack("RL-05")]
    public async Task A_bomb_is_refused_long_before_it_is_unpacked(string coding)
    {
        long read = 0;
        await using ServedConnection served = Surrounded.Serve(
            async exchange =>
            {
                while (await exchange.Request.ReadAsync() is { IsEmpty: false } piece)
                {
                    read += piece.Length;
                }
            },
            new RequestDecompression { MaxBytes = long.MaxValue });
        await served.Client.SendAsync(Request(coding, Encode(coding, new byte[20_000_000])));

        Assert.Equal(413, (await served.Client.ReceiveAsync()).Status);
        Assert.InRange(read, 0, 5_000_000);
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData(15_000, 200)]
    [InlineData(14_999, 413)]
    [Attack("RL-05")]
    public async Task The_ratio_is_kept_at_its_bound_and_not_beyond(int length, int status)
    {
        // RFC 1952 §2.3.1: a file name in the header, as long as needed.
        byte[] coded = Encode("gzip", new byte[150_000]);
        byte[] name = new byte[length - coded.Length - 1];
        Array.Fill(name, (byte)'n');
        byte[] named = [.. coded[..3], 8, .. coded[4..10], .. name, 0, .. coded[10..]];

        await using ServedConnection served = Surrounded.Serve(
            static async exchange => await exchange.Request.ReadBytesAsync(), new RequestDecompression { MaxRatio = 10 });
        await served.Client.SendAsync(Request("gzip", named));
        Assert.Equal(status, (await served.Client.ReceiveAsync()).Status);
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("gzip", 8)]
    [InlineData("gzip", 100)]
    [InlineData("br", 1)]
    [InlineData("br", 100)]
    [InlineData("deflate", 1)]
    [InlineData("deflate", 4)]
    [InlineData("deflate", 100)]
    public async Task A_body_that_ends_too_early_is_refused(string coding, int missing)
    {
        byte[] body = Encode(coding, Encoding.ASCII.GetBytes(Text));
        ReceivedResponse response = await AskAsync(coding, body[..^missing]);

        Assert.Equal(400, response.Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_not_coded_as_it_says_is_refused(string coding)
    {
        byte[] body = new byte[1000];
        Array.Fill(body, (byte)0xFF);
        Assert.Equal(400, (await AskAsync(coding, body)).Status);
        body = Encode(coding, Encoding.ASCII.GetBytes(Text));
        for (int index = body.Length / 2; index < (body.Length / 2) + 20; index++)
        {
            body[index] ^= 0x5A;
        }

        Assert.Equal(400, (await AskAsync(coding, body)).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_coded_body_of_nothing_is_nothing(string coding)
    {
        Assert.Equal("0 unknown", (await AskAsync(coding, [])).Text);
        Assert.Equal("0 unknown", (await AskAsync(coding, Encode(coding, []))).Text);
    }

    [Fact]
    [Rfc("1952", "2.2")]
    public async Task Members_of_gzip_follow_each_other()
    {
        byte[] member = Encode("gzip", Encoding.ASCII.GetBytes(Text[..5000]));
        Assert.Equal("10000 unknown", (await AskAsync("gzip", [.. member, .. member])).Text);
    }

    [Fact]
    public async Task A_body_that_is_not_coded_passes()
    {
        Assert.Equal("3 3", (await AskAsync(null, [1, 2, 3])).Text);
    }

    private static Task<ReceivedResponse> AskAsync(string? coding, byte[] body) => AskAsync(Request(coding, body));

    private static async Task<ReceivedResponse> AskAsync(byte[] request)
    {
        await using ServedConnection served = Surrounded.Serve(
            static async exchange =>
            {
                string length = exchange.Request.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
                byte[] body = await exchange.Request.ReadBytesAsync();
                await exchange.Response.WriteAsync($"{body.Length} {length}");
            },
            Bounded);
        await served.Client.SendAsync(request);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Empty(served.Failures);
        return response;
    }

    private static byte[] Request(string? coding, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(Requests.PostHead(body.Length, coding is null ? "" : $"Content-Encoding: {coding}\r\n")), .. body];

    private static byte[] Encode(string coding, byte[] content)
    {
        MemoryStream coded = new();
        using (Stream encoder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(coded, CompressionLevel.Optimal, leaveOpen: true),
            _ => new ZLibStream(coded, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            encoder.Write(content);
        }

        return coded.ToArray();
    }
}
