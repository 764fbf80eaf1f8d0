// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Buffers;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Tests.Exchanges;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>Counts what routing, middleware and results cost the heap, from socket to socket.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class RoutingAllocationTests
{
    [Theory]
    [InlineData("GET", "/hello/linnet", "Hello, linnet")]
    [InlineData("GET", "/hello/caf%C3%A9", "Hello, caf__")]
    [InlineData("GET", "/hello/a%2Fb", "Hello, a_b")]
    [InlineData("HEAD", "/hello/linnet", "")]
    [InlineData("GET", "/hello/number/2147483647", "number")]
    [InlineData("GET", "/point/7", """{"X":7,"Y":2}""")]
    [InlineData("GET", "/point/later/7", """{"X":7,"Y":2}""")]
    [InlineData("GET", "/text", "text")]
    [InlineData("GET", "/nothing", "404 Not Found\n")]
    [InlineData("GET", "/hello/%FF", "400 Bad Request\n")]
    public async Task A_routed_request_allocates_nothing(string method, string target, string body)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Use(static (exchange, next) => next(exchange));
        server.Get("/hello/{name}", SayHello);
        server.Get("/hello/number/{number:int:min(1)}", static () => "number");
        server.Get("/point/{x:int}", static exchange => PointOf(exchange));
        server.Get("/point/later/{x:int}", static exchange => new ValueTask<Result>(PointOf(exchange)));
        server.Get("/text", static () => "text");
        server.Host("other.example").Get("/text", static () => "other");
        await using RunningServer served = await RunningServer.StartAsync(server);

        await RequestCost.ExpectNoneAsync(served, $"{method} {target} HTTP/1.1\r\nHost: a.example\r\n\r\n", body.Length);
    }

    private static Result PointOf(HttpExchange exchange) =>
        Results.Json(new Point(exchange.Route.Int("x"), 2), Shapes.Default.Point);

    private static ValueTask SayHello(HttpExchange exchange)
    {
        exchange.Response.ContentType = "text/plain; charset=utf-8";
        exchange.Response.Writer.Write("Hello, "u8);
        exchange.Response.Writer.Write(exchange.Route.Bytes("name"));
        return default;
    }
}
