// Responses that are sent while they are made, and a request that is read while it comes.
//
//     dotnet run samples/streaming.cs
//     curl --no-buffer http://127.0.0.1:65432/clock
//     curl --no-buffer http://127.0.0.1:65432/squares/1000
//     head -c 1000000 /dev/zero | curl --data-binary @- http://127.0.0.1:65432/count

#:project ../src/Linnet/Linnet.csproj

using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Linnet;
using Linnet.Exchanges;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");

// Text, piece by piece: what has been written goes out with the next flush. There is no end to this one: it ticks until the
// client has gone, which is what cancels exchange.Aborted.
server.Get("/clock", async exchange =>
{
    exchange.Response.ContentType = "text/plain; charset=utf-8";
    while (true)
    {
        await exchange.Response.WriteAsync($"{DateTime.UtcNow:O}\n", exchange.Aborted);
        await exchange.Response.FlushAsync(exchange.Aborted);
        await Task.Delay(TimeSpan.FromMilliseconds(100), exchange.Aborted);
    }
});

// A JSON array of any length, item by item: the server flushes whenever the next item keeps it waiting.
server.Get("/squares/{count:int:range(0,1000000)}", exchange =>
    Results.Items(SquaresAsync(exchange.Route.Int("count"), exchange.Aborted), Contracts.Default.Square));

// The body of a request in the pieces in which it came, none of them copied. A client that sends faster than we read has to
// wait: there is never more of its body in memory than one piece.
server.Post("/count", async exchange =>
{
    long bytes = 0;
    while (await exchange.Request.ReadAsync(exchange.Aborted) is { IsEmpty: false } piece)
    {
        bytes += piece.Length;
    }

    return Results.Text($"{bytes} bytes\n");
});

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();

static async IAsyncEnumerable<Square> SquaresAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
{
    for (long root = 1; root <= count; root++)
    {
        if (root % 100 == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }

        yield return new Square(root, root * root);
    }
}

internal sealed record Square(long Root, long Value);

[JsonSerializable(typeof(Square))]
internal sealed partial class Contracts : JsonSerializerContext;
