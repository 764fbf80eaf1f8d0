// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Routing;

using Xunit;

namespace Linnet.Tests;

public sealed class RouteVerbsTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("REPORT")]
    [InlineData("BREW")]
    public async Task Every_verb_takes_every_form_of_handler(string method)
    {
        Router router = new();
        MapEverything(router);
        for (int form = 1; form <= 5; form++)
        {
            Assert.Equal($"{method} {form}", (await router.AskAsync(method, $"/{form}")).Text);
        }
    }

    [Fact]
    public async Task A_handler_that_only_throws_is_answered_500()
    {
        Router router = new();
        router.Get("/", exchange => throw new TimeoutException());
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get("/"))).Status);
        Assert.IsType<TimeoutException>(Assert.Single(served.Failures));
    }

    [Fact]
    public async Task A_router_is_a_handler_and_middleware_can_be_an_object()
    {
        Router inner = Routed.Echoing("/in/{name}");
        inner.Use(new Stamp());
        Router outer = new();
        outer.Map("/in/{*rest}", inner.HandleAsync);
        ReceivedResponse response = await outer.AskAsync("GET", "/in/a");
        Assert.Equal("/in/{name} name=a", response.Text);
        Assert.Equal("here", response["x-stamp"]);
    }

    private static void MapEverything(Router router)
    {
        router.Get("/1", () => "GET 1");
        router.Get("/2", exchange => $"GET {exchange.Request.Path[1..]}");
        router.Get("/3", async exchange => { await Task.Yield(); return "GET 3"; });
        router.Get("/4", exchange => exchange.Response.WriteAsync("GET 4"));
        router.Get("/5", exchange => exchange.Response.WriteAsync("GET 5").AsTask());
        router.Post("/1", () => "POST 1");
        router.Post("/2", exchange => $"POST {exchange.Request.Path[1..]}");
        router.Post("/3", async exchange => { await Task.Yield(); return "POST 3"; });
        router.Post("/4", exchange => exchange.Response.WriteAsync("POST 4"));
        router.Post("/5", exchange => exchange.Response.WriteAsync("POST 5").AsTask());
        router.Put("/1", () => "PUT 1");
        router.Put("/2", exchange => $"PUT {exchange.Request.Path[1..]}");
        router.Put("/3", async exchange => { await Task.Yield(); return "PUT 3"; });
        router.Put("/4", exchange => exchange.Response.WriteAsync("PUT 4"));
        router.Put("/5", exchange => exchange.Response.WriteAsync("PUT 5").AsTask());
        router.Delete("/1", () => "DELETE 1");
        router.Delete("/2", exchange => $"DELETE {exchange.Request.Path[1..]}");
        router.Delete("/3", async exchange => { await Task.Yield(); return "DELETE 3"; });
        router.Delete("/4", exchange => exchange.Response.WriteAsync("DELETE 4"));
        router.Delete("/5", exchange => exchange.Response.WriteAsync("DELETE 5").AsTask());
        router.Patch("/1", () => "PATCH 1");
        router.Patch("/2", exchange => $"PATCH {exchange.Request.Path[1..]}");
        router.Patch("/3", async exchange => { await Task.Yield(); return "PATCH 3"; });
        router.Patch("/4", exchange => exchange.Response.WriteAsync("PATCH 4"));
        router.Patch("/5", exchange => exchange.Response.WriteAsync("PATCH 5").AsTask());
        router.Map("REPORT", "/1", () => "REPORT 1");
        router.Map("REPORT", "/2", exchange => $"REPORT {exchange.Request.Path[1..]}");
        router.Map("REPORT", "/3", async exchange => { await Task.Yield(); return "REPORT 3"; });
        router.Map("REPORT", "/4", exchange => exchange.Response.WriteAsync("REPORT 4"));
        router.Map("REPORT", "/5", exchange => exchange.Response.WriteAsync("REPORT 5").AsTask());
        router.Map("/1", () => "BREW 1");
        router.Map("/2", exchange => $"BREW {exchange.Request.Path[1..]}");
        router.Map("/3", async exchange => { await Task.Yield(); return "BREW 3"; });
        router.Map("/4", exchange => exchange.Response.WriteAsync("BREW 4"));
        router.Map("/5", exchange => exchange.Response.WriteAsync("BREW 5").AsTask());
    }

    private sealed class Stamp : IHttpMiddleware
    {
        public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
        {
            exchange.Response.Headers["x-stamp"] = "here";
            return next(exchange);
        }
    }
}
