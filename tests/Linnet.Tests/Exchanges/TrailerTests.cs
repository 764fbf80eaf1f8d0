// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Conformance;

using Xunit;

namespace Linnet.Tests.Exchanges;

public sealed class TrailerTests
{
    [Fact]
    [Attack("CH-11")]
    [Rfc("9110", "6.5.1")]
    [Rfc("9112", "7.1.2")]
    public async Task Request_trailers_stay_apart_and_lose_what_a_trailer_must_not_carry()
    {
        await using RunningServer server = await RunningServer.StartAsync(static async exchange =>
        {
            Assert.Equal(0, exchange.Request.Trailers.Count);
            await exchange.Request.Body.CopyToAsync(Stream.Null);
            string trailers = string.Join(";", exchange.Request.Trailers.Select(t => $"{t.Key}={t.Value}"));
            await exchange.Response.WriteAsync($"{trailers}|{exchange.Request.Headers["X-Sum"]}|{exchange.Request.Host}");
        });
        string answer = await server.AskAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\n0\r\nX-Sum: 1\r\nHost: evil\r\nContent-Length: 5\r\nAuthorization: x\r\nCookie: c\r\nY: 2\r\n\r\n");
        Assert.EndsWith("X-Sum=1;Y=2||a", answer, StringComparison.Ordinal);
    }

    [Theory]
    [Rfc("9110", "6.5")]
    [Rfc("9110", "6.6.2")]
    [InlineData("GET / HTTP/1.1", "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n", "4\r\nbody\r\n0\r\nX-Sum: 7\r\n\r\n")]
    [InlineData("GET / HTTP/1.0", "Content-Length: 4\r\n", "body")]
    [InlineData("HEAD / HTTP/1.1", "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n", "")]
    public async Task Response_trailers_follow_a_chunked_body(string line, string framing, string body)
    {
        await using RunningServer server = await RunningServer.StartAsync(static exchange =>
        {
            exchange.Response.Trailers["X-Sum"] = "7";
            return exchange.Response.WriteAsync("body");
        });
        string answer = await server.AskAsync($"{line}\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Contains(framing, answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{body}", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("9110", "6.5.1")]
    public async Task A_trailer_that_frames_or_authorises_is_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync(static exchange =>
        {
            foreach (string name in new[] { "Content-Length", "Transfer-Encoding", "Set-Cookie", "Authorization" })
            {
                Assert.Throws<ArgumentException>(() => exchange.Response.Trailers[name] = "1");
            }

            Assert.Throws<ArgumentException>(() => exchange.Response.Trailers["X"] = "a\r\nb");
            return exchange.Response.WriteAsync("fine");
        });
        string answer = await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("fine", answer, StringComparison.Ordinal);
    }
}
