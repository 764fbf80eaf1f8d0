// Two servers in one program: one for everybody, and one for those who look after it, with a door of its own.
//
//     dotnet run samples/several-servers.cs
//     curl http://127.0.0.1:65432/
//     curl http://127.0.0.1:65433/connections
//     curl --request POST http://127.0.0.1:65433/stop

#:project ../src/Linnet/Linnet.csproj

using Linnet;
using Linnet.Exchanges;

// Each has options and limits of its own; nothing is shared, and nothing is static.
await using HttpServer shop = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432")
{
    Options = new HttpServerOptions { Limits = new Limits { MaxRequestBodyBytes = 1024 * 1024 } },
};
shop.Get("/", () => "Sunflower seeds, hemp seeds, thistle seeds\n");

using CancellationTokenSource stopping = new();
await using HttpServer office = new(args.Length > 1 ? args[1] : "http://127.0.0.1:65433")
{
    // A page in somebody's browser could be made to ask for another host's name that leads here; it gets no answer.
    Options = new HttpServerOptions { AllowedHosts = ["127.0.0.1", "localhost"] },
};
office.Get("/ready", () => Results.Status(shop.IsReady ? 200 : 503));
office.Get("/connections", () => $"{shop.ConnectionCount}\n");
office.Post("/stop", () =>
{
    stopping.Cancel();
    return Results.Text("Stopping\n", statusCode: 202);
});

await shop.StartAsync();
Console.WriteLine($"Listening on http://{shop.BoundEndPoints[0]}/");
await office.StartAsync();
Console.WriteLine($"Listening on http://{office.BoundEndPoints[0]}/");

// Until Ctrl+C, SIGTERM or the office says so. What both have received by then is still answered.
await Task.WhenAll(shop.RunAsync(stopping.Token), office.RunAsync(stopping.Token));
Console.WriteLine("Stopped");
