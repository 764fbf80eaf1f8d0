// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.IO;

namespace Linnet.Testing.Tests;

/// <summary>The server of docs/testing.md.</summary>
internal static class Shop
{
    public static HttpServer Create(IEnumerable<string> addresses, HttpServerOptions options)
    {
        HttpServer server = new(addresses) { Options = options };
        server.Get("/orders/{id:int}", exchange => $"order {exchange.Route.Int("id")}");
        server.Post("/orders", async exchange =>
        {
            using MemoryStream order = new();
            await exchange.Request.Body.CopyToAsync(order, exchange.Aborted);
            exchange.Response.StatusCode = order.Length == 0 ? 400 : 201;
        });
        return server;
    }
}
