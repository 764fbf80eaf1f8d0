// Metrics for Prometheus, through OpenTelemetry's own exporter. Linnet says what it does with the meters of the base
// library; who listens to them is up to the program, and this is the one that Prometheus knows how to ask.
//
//     dotnet run samples/metrics.cs
//     curl http://127.0.0.1:65432/hello/linnet
//     curl http://localhost:9464/metrics
//
// The exporter answers on a port of its own, through HttpListener. That is as well: what a program tells about itself is
// not for those it serves. To let another machine ask, set its Host, which is matched to the letter with the one asked for.

#:project ../src/Linnet/Linnet.csproj
#:package OpenTelemetry.Exporter.Prometheus.HttpListener@1.20.1-beta.1

using System.Globalization;
using Linnet;
using OpenTelemetry;
using OpenTelemetry.Metrics;

int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9464;
using MeterProvider metrics = Sdk.CreateMeterProviderBuilder()
    .AddMeter("Linnet")
    .AddPrometheusHttpListener(options => options.Port = port)
    .Build();

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");
server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();
