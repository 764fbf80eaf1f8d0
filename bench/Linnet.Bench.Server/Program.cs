// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet;
using Linnet.Files;
using Linnet.Sockets;

// PORT [sockets]: serves /plaintext, and under /f/ the folder that the environment variable FILES names.
string address = $"http://127.0.0.1:{args[0]}";
SocketTransport transport = args.Length > 1 ? SocketTransport.Sockets : SocketTransport.Automatic;
byte[] hello = "Hello, World!"u8.ToArray();
using FileHandler files = new(Environment.GetEnvironmentVariable("FILES") ?? Environment.CurrentDirectory);

await using HttpServer server = new(address, exchange =>
{
    if (exchange.Request.PathBytes.StartsWith("/f/"u8))
    {
        return files.HandleAsync(exchange);
    }

    exchange.Response.ContentType = "text/plain";
    return exchange.Response.WriteAsync(hello);
})
{
    Options = new HttpServerOptions { Transport = transport },
};
await server.RunAsync();
