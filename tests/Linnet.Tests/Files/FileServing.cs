// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>
/// A real server with a file handler on a free loopback port, and a client that sends exactly what it is
/// told.
/// </summary>
internal sealed class FileServing : IAsyncDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly HttpServer _server;
    private readonly FileHandler _handler;

    private FileServing(FileHandler handler)
    {
        _handler = handler;
        _server = Carriage.Carry(new HttpServer("http://127.0.0.1:0", handler.HandleAsync));
    }

    public IPEndPoint EndPoint => (IPEndPoint)_server.BoundEndPoints[0];

    public Uri Address => new($"{Carriage.Scheme}://{EndPoint}/");

    public static Task<FileServing> StartAsync(string path, FileHandlerOptions? options = null) =>
        StartAsync(new FileHandler(path, options));

    public static async Task<FileServing> StartAsync(FileHandler handler)
    {
        var serving = new FileServing(handler);
        await serving._server.StartAsync(Cancelled);
        return serving;
    }

    /// <summary>
    /// One request on a connection of its own. HTTP/1.0, so that the body ends with the connection.
    /// </summary>
    public Task<RawResponse> SendAsync(string method, string target, string fields = "") =>
        SendAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.0\r\nHost: localhost\r\n{fields}\r\n"));

    public Task<RawResponse> GetAsync(string target, string fields = "") => SendAsync("GET", target, fields);

    public async Task<RawResponse> SendAsync(byte[] request)
    {
        using CarriedStream client = await Carriage.ConnectAsync(EndPoint);
        await client.Stream.WriteAsync(request, Cancelled);
        using var received = new MemoryStream();
        await client.Stream.CopyToAsync(received, Cancelled);
        return new RawResponse(received.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _handler.Dispose();
    }
}
