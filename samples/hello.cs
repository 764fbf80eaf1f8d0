// Three lines are a server.
//
//     dotnet run samples/hello.cs
//     curl http://127.0.0.1:65432/hello/linnet

#:project ../src/Linnet/Linnet.csproj

using Linnet;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");
server.Get("/", () => "Hello, World!");
server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");

// RunAsync alone would do. Starting first tells where the server listens, also with port 0, which takes a free one.
await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();
