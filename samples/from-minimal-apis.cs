// The program of docs/from-minimal-apis.md, as it is with Linnet.
//
//     dotnet run samples/from-minimal-apis.cs

#:project ../src/Linnet/Linnet.csproj

using System;
using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Linnet;
using Linnet.Exchanges;
using Linnet.Routing;

ConcurrentDictionary<int, Order> orders = new() { [7] = new Order(7, "sunflower seeds") };

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432")
{
    Options = new HttpServerOptions { Limits = new Limits { MaxRequestBodyBytes = 1024 * 1024 } },
};
server.Use(async (exchange, next) =>
{
    exchange.Response.Headers["X-Served-By"] = "linnet";
    await next(exchange);
});
server.Get("/", () => "Hello, World!");

RouteGroup group = server.Group("/orders");
group.Get("/{id:int}", exchange => orders.TryGetValue(exchange.Route.Int("id"), out Order? order)
    ? Results.Json(order, Shop.Default.Order)
    : Results.NotFound());
group.Post("", async exchange =>
{
    Order? order = await exchange.Request.ReadJsonAsync(Shop.Default.Order, cancellationToken: exchange.Aborted);
    return order is null || !orders.TryAdd(order.Id, order)
        ? Results.Status(409)
        : Results.Created($"/orders/{order.Id}", Results.Json(order, Shop.Default.Order));
});

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();

internal sealed record Order(int Id, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
internal sealed partial class Shop : JsonSerializerContext;
