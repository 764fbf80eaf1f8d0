// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;

using Xunit;

namespace Linnet.Tests.Exchanges;

public sealed class InformationalTests
{
    [Theory]
    [Attack("HD-16")]
    [Rfc("9110", "15.2")]
    [InlineData("1.1", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n")]
    [InlineData("1.0", "HTTP/1.1 200 OK\r\n")]
    public async Task Early_hints_go_first_and_never_to_HTTP_1_0(string version, string expected)
    {
        await using RunningServer server = await RunningServer.StartAsync(static async exchange =>
        {
            await exchange.Response.SendInformationalAsync(103, [new("Link", "</a.css>; rel=preload")]);
            await exchange.Response.WriteAsync("page");
        });
        string answer = await server.AskAsync($"GET / HTTP/{version}\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.StartsWith(expected, answer, StringComparison.Ordinal);
        Assert.EndsWith("page", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("HD-16")]
    [Attack("HD-13")]
    public async Task The_ninth_and_the_impossible_are_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync(static async exchange =>
        {
            Linnet.Exchanges.HttpResponse response = exchange.Response;
            await Assert.ThrowsAsync<ArgumentException>(() => response.SendInformationalAsync(103, [new("A", "b\r\nc")]).AsTask());
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => response.SendInformationalAsync(101).AsTask());
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => response.SendInformationalAsync(200).AsTask());
            for (int count = 0; count < 8; count++)
            {
                await response.SendInformationalAsync(102);
            }

            await Assert.ThrowsAsync<InvalidOperationException>(() => response.SendInformationalAsync(102).AsTask());
            await response.WriteAsync("done");
        });
        string answer = await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(9, answer.Split("HTTP/1.1 102 Processing\r\n\r\n").Length);
        Assert.EndsWith("done", answer, StringComparison.Ordinal);
    }
}
