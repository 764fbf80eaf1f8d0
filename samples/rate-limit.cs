// Limits how often each client may ask: at most ten times at once, and sixty times a minute in the long run. It stands on
// System.Threading.RateLimiting, which is a package, and so is in a package of its own beside Linnet.
//
//     dotnet run samples/rate-limit.cs
//     for n in $(seq 12); do curl -i http://127.0.0.1:65432/; done

#:project ../src/Linnet.RateLimiting/Linnet.RateLimiting.csproj

using Linnet;
using Linnet.RateLimiting;

using RateLimit limit = RateLimit.PerClient(requests: 10, TimeSpan.FromSeconds(10));
await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");
server.Use(limit);
server.Get("/", () => "Hello, World!");

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();
