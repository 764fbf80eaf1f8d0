// Requests that are asked for, one by one, by a loop of yours: the style of HttpListener, and of programs that have a loop
// already, such as games.
//
//     dotnet run samples/pull-style.cs
//     curl http://127.0.0.1:65432/anything
//     curl http://127.0.0.1:65432/last

#:project ../src/Linnet/Linnet.csproj

using Linnet;
using Linnet.Exchanges;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");

// Routes answer beside the loop; the loop gets what no route matches.
server.Get("/health", () => "well\n");

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");

// Nothing here needs a lock: this loop is the only one to touch it. What takes long goes to a task of its own, which then
// completes the exchange: the next request comes at once.
int visits = 0;
bool isLast = false;
await foreach (HttpExchange exchange in server.AcceptAsync())
{
    Exception? failure = null;
    try
    {
        visits++;
        isLast = exchange.Request.Path == "/last";
        await exchange.Response.WriteAsync($"You are visitor {visits}\n", exchange.Aborted);
    }
    catch (Exception exception)
    {
        // A client that has gone, say. It must not end the loop, and the server is told.
        failure = exception;
    }

    exchange.Complete(failure);
    if (isLast)
    {
        break;
    }
}

// What was received is still answered.
await server.StopAsync(TimeSpan.FromSeconds(5));
Console.WriteLine($"Stopped after {visits}");
