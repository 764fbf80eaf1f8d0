// A clock in the browser that goes by the server's time, over server-sent events.
//
//     dotnet run samples/live-clock.cs
//     curl --no-buffer http://127.0.0.1:65432/ticks

#:project ../src/Linnet/Linnet.csproj

using System.Globalization;
using System.Runtime.CompilerServices;
using Linnet;
using Linnet.Exchanges;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");

const string Page = """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>Clock</title>
    <p>Here it is <time id="time">…</time>.</p>
    <script>
      const events = new EventSource("ticks");
      events.addEventListener("tick", event => document.getElementById("time").textContent = event.data);
    </script>
    """;

server.Get("/", () => Results.Html(Page));

// A browser that has lost the connection asks again by itself, and says with which event it stopped.
server.Get("/ticks", exchange =>
{
    _ = long.TryParse(exchange.Request.Headers.LastEventId, CultureInfo.InvariantCulture, out long last);
    return Results.Events(TicksAsync(last));
});

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();

// The token is cancelled when the client has gone or the server stops: the sequence ends, and so does the response.
static async IAsyncEnumerable<ServerSentEvent> TicksAsync(
    long last, [EnumeratorCancellation] CancellationToken cancellationToken = default)
{
    using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
    do
    {
        yield return new ServerSentEvent($"{DateTime.UtcNow:HH:mm:ss}") { Event = "tick", Id = $"{++last}" };
    }
    while (await timer.WaitForNextTickAsync(cancellationToken));
}
