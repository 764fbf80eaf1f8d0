// The program of docs/from-embedio.md, as it is with Linnet.
//
//     dotnet run samples/from-embedio.cs

#:project ../src/Linnet/Linnet.csproj

using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Linnet;
using Linnet.Exchanges;
using Linnet.Files;
using Linnet.Routing;

Dictionary<int, Person> people = new() { [1] = new Person(1, "Ada"), [2] = new Person(2, "Grace") };

using FileHandler site = new(args.Length > 1 ? args[1] : "samples");
await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432", site.HandleAsync);
server.Use(async (exchange, next) =>
{
    exchange.Response.Headers["X-Served-By"] = "linnet";
    await next(exchange);
});

RouteGroup api = server.Group("/api");
api.Get("/people/{id:int}", exchange => people.TryGetValue(exchange.Route.Int("id"), out Person? person)
    ? Results.Json(person, Contracts.Default.Person)
    : Results.NotFound());
api.Get("/{*rest}", () => Results.Json(new Problem("Nothing here"), Contracts.Default.Problem, statusCode: 404));

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();

internal sealed record Person(int Id, string Name);

internal sealed record Problem(string Message);

[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class Contracts : JsonSerializerContext;
