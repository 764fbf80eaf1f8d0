// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Routing;
using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>Routes that take more, or less, than others do: 100 bytes where nothing is said.</summary>
public sealed class BodyLimitTests
{
    private readonly ConcurrentQueue<string> _rejected = new();
    private readonly ConcurrentQueue<string> _handled = new();

    [Theory]
    [Attack("FR-06")]
    [Rfc("9110", "15.5.14")]
    [InlineData("/", 100, 200)]
    [InlineData("/", 101, 413)]
    [InlineData("/uploads/7", 200, 200)]
    [InlineData("/uploads/7", 201, 413)]
    [InlineData("/uploads/notes/", 10, 200)]
    [InlineData("/uploads/notes/", 11, 413)]
    [InlineData("/uploads/as-around", 200, 200)]
    [InlineData("/uploads/as-around", 201, 413)]
    [InlineData("/none", 0, 200)]
    [InlineData("/none", 1, 413)]
    [InlineData("/missing", 100, 404)]
    [InlineData("/missing", 101, 413)]
    [InlineData("/uploads/missing/at/all", 101, 413)]
    public async Task A_group_has_a_limit_of_its_own_however_the_body_is_framed(string path, int length, int status)
    {
        await using RunningServer served = await StartAsync();
        string body = new('x', length);
        string head = $"POST {path} HTTP/1.1\r\nHost: a\r\n";

        // RFC 9110 §15.5.14: the server may close, and says so; what follows is never taken for a request.
        string known = await served.AskAsync($"{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        Assert.StartsWith($"HTTP/1.1 {status} ", known, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", known, StringComparison.Ordinal);
        Assert.Equal(status == 413 ? ["BodyTooLarge"] : [], _rejected);
        Assert.Equal(status == 200 ? [path] : [], _handled);
        if (length > 0 && status != 404 && !path.Contains("missing", StringComparison.Ordinal))
        {
            string unknown = await served.AskAsync(
                $"{head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n");
            Assert.StartsWith($"HTTP/1.1 {status} ", unknown, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task A_client_that_asks_first_is_not_asked_for_a_body_that_is_too_large()
    {
        await using RunningServer served = await StartAsync();
        string answer = await served.AskAsync(
            "POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(_handled);
    }

    [Theory]
    [InlineData(50, 200)]
    [InlineData(51, 413)]
    [InlineData(101, 413)]
    public async Task A_router_that_is_a_handler_can_take_less_but_not_more(int length, int status)
    {
        Router router = new();
        RouteGroup less = router.Group("/less");
        less.MaxRequestBodyBytes = 50;
        less.Post("", ReadAsync);
        RouteGroup more = router.Group("/more");
        more.MaxRequestBodyBytes = 1000;
        more.Post("", ReadAsync);
        await using RunningServer served = await StartAsync(router.HandleAsync);
        foreach (string path in new[] { "/less", "/more" })
        {
            string answer = await served.AskAsync(
                $"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{new string('x', length)}");
            int expected = path == "/more" && length <= 100 ? 200 : status;
            Assert.StartsWith($"HTTP/1.1 {expected} ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_limit_is_set_before_serving_begins_and_is_not_negative()
    {
        HttpServer server = new("http://127.0.0.1:0");
        RouteGroup group = server.Group("/group");
        Assert.Null(group.MaxRequestBodyBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.MaxRequestBodyBytes = -1);
        group.MaxRequestBodyBytes = 1;
        group.MaxRequestBodyBytes = null;
        Assert.Null(group.MaxRequestBodyBytes);
        await using RunningServer served = await RunningServer.StartAsync(server);
        Assert.Throws<InvalidOperationException>(() => group.MaxRequestBodyBytes = 1);
    }

    private Task<RunningServer> StartAsync(HttpHandler? otherwise = null)
    {
        HttpServerOptions options = new()
        {
            Limits = new Limits { MaxRequestBodyBytes = 100 },
            RequestRejected = request => _rejected.Enqueue(request.Reason),
        };
        HttpServer server = otherwise is null
            ? new("http://127.0.0.1:0") { Options = options }
            : new("http://127.0.0.1:0", otherwise) { Options = options };

        // Whatever waits for the head of a response must not send one of its own.
        server.Use(new ResponseCompression());
        server.Post("/", ReadAsync);
        RouteGroup uploads = server.Group("/uploads");
        uploads.MaxRequestBodyBytes = 200;
        uploads.Post("/{id:int}", ReadAsync);
        uploads.Group("/as-around").Post("", ReadAsync);
        RouteGroup notes = uploads.Group("/notes");
        notes.MaxRequestBodyBytes = 10;
        notes.Post("/", ReadAsync);
        RouteGroup none = server.Group("/none");
        none.MaxRequestBodyBytes = 0;
        none.Post("", ReadAsync);
        return RunningServer.StartAsync(server);
    }

    private async ValueTask ReadAsync(HttpExchange exchange)
    {
        _handled.Enqueue(exchange.Request.Path);
        byte[] body = await exchange.Request.ReadBytesAsync();
        await exchange.Response.WriteAsync($"{body.Length}");
    }
}
