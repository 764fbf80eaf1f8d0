// The web server of lesson 09, with Linnet: its page is the request it received.
//
//     dotnet run tutorial/12-linnet.cs
//     dotnet run tutorial/12-linnet.cs -- 127.0.0.1:0     (port 0 means: any free port)

#:project ../src/Linnet/Linnet.csproj

using System.Text;
using Linnet;

string address = args.Length > 0 ? args[0] : "127.0.0.1:65432";

// A handler says what to answer to a request. Everything below it is Linnet's business: sockets,
// clients, splitting the stream into requests, limits, and the form of the response.
await using HttpServer server = new(address, exchange =>
    exchange.Response.WriteAsync(Encoding.UTF8.GetString(exchange.Request.HeadBytes)));

// Start binds the address, so that we can tell where it listens.
await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");

// Run serves until Ctrl+C, and then lets every request that has begun come to its end.
await server.RunAsync();
