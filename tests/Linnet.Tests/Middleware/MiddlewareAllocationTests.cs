// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Middleware;

/// <summary>Counts what middleware costs the heap where it has nothing to make.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class MiddlewareAllocationTests
{
    [Theory]
    [InlineData("compression")]
    [InlineData("decompression")]
    [InlineData("security")]
    [InlineData("cache")]
    [InlineData("cors")]
    [InlineData("pages")]
    public async Task Middleware_with_nothing_to_make_allocates_nothing(string name)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Use(MiddlewareOf(name));
        server.Get("/", static () => "small");
        await using RunningServer served = await RunningServer.StartAsync(server);

        await RequestCost.ExpectNoneAsync(
            served, "GET / HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\nAccept-Encoding: gzip\r\n\r\n", "small".Length);
    }

    private static IHttpMiddleware MiddlewareOf(string name) => name switch
    {
        "compression" => new ResponseCompression(),
        "decompression" => new RequestDecompression(),
        "security" => new SecurityHeaders(),
        "cache" => new CacheHeaders { Paths = new Dictionary<string, string> { ["/"] = "no-cache" } },
        "cors" => new Cors { Origins = ["https://a.example"], AllowCredentials = true },
        "pages" => new ErrorPages(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
