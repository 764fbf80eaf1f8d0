// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using Linnet;
using Linnet.Bench.Server;
using Linnet.Exchanges;
using Linnet.Files;
using Linnet.Sockets;
using Linnet.Tls;

// PORT [sockets], and HTTPS at HTTPS_PORT by the certificate in PEM when these are set: what is measured, as a user would write it. Under /f/ it serves the folder that FILES names.
SocketTransport transport = args.Length > 1 ? SocketTransport.Sockets : SocketTransport.Automatic;
List<string> addresses = [$"http://127.0.0.1:{args[0]}"];
List<Certificate> certificates = [];
if (Environment.GetEnvironmentVariable("PEM") is { } pem)
{
    addresses.Add($"https://127.0.0.1:{Environment.GetEnvironmentVariable("HTTPS_PORT")}");
    certificates.Add(Certificate.FromPem(pem));
}

await using HttpServer server = new(addresses)
{
    Options = new HttpServerOptions { Transport = transport, Certificates = certificates },
};
using FileHandler files = new(
    Environment.GetEnvironmentVariable("FILES") ?? Environment.CurrentDirectory, new FileHandlerOptions { Prefix = "/f" });

byte[] large = new byte[100 * 1024];
server.Get("/plaintext", () => Results.Text("Hello, World!"));
server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");
server.Get("/json", () => Results.Json(new Greeting("Hello, World!"), Wire.Default.Greeting));
server.Get("/100k", () => large);
server.Post("/echo", async exchange => await exchange.Request.Body.CopyToAsync(exchange.Response.Body));
server.Get("/block", () =>
{
    // What a handler should not do, and some do.
#pragma warning disable RS0030
    Thread.Sleep(100);
#pragma warning restore RS0030
    return "Hello, World!";
});
server.Get("/f/{*path}", files.HandleAsync);
await server.RunAsync();
