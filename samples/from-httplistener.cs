// The program of docs/from-httplistener.md, as it is with Linnet.
//
//     dotnet run samples/from-httplistener.cs

#:project ../src/Linnet/Linnet.csproj

using System;
using System.Threading.Tasks;
using Linnet;
using Linnet.Exchanges;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");
await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");

await foreach (HttpExchange exchange in server.AcceptAsync())
{
    _ = AnswerAsync(exchange);
}

static async Task AnswerAsync(HttpExchange exchange)
{
    Exception? failure = null;
    try
    {
        HttpRequest request = exchange.Request;
        HttpResponse response = exchange.Response;
        if (request is { Method: "POST", Path: "/echo" })
        {
            response.ContentType = request.Headers.ContentType;
            await request.Body.CopyToAsync(response.Body, exchange.Aborted);
        }
        else if (request.Path == "/hello")
        {
            await response.WriteAsync($"Hello, {request.Query["name"] ?? "World"}!", exchange.Aborted);
        }
        else
        {
            response.StatusCode = 404;
        }
    }
    catch (Exception exception)
    {
        failure = exception;
    }

    exchange.Complete(failure);
}
