// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests;

/// <summary>A server on a free loopback port, and raw clients for it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RunningServer(HttpServer server) => Server = server;

    public HttpServer Server { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Task<RunningServer> StartAsync(HttpHandler handler, HttpServerOptions? options = null) =>
        StartAsync(new HttpServer("http://127.0.0.1:0", handler) { Options = options ?? new() });

    public static async Task<RunningServer> StartAsync(HttpServer server)
    {
        await Carriage.Carry(server).StartAsync(Cancelled);
        return new RunningServer(server);
    }

    /// <summary>Connects, and sends a text ahead of everything else, TLS included.</summary>
    public async Task<Connection> ConnectAsync(string ahead = "")
    {
        Connection connection = await Connector.ConnectAsync(
            string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)Server.BoundEndPoints[0]}"), Cancelled);
        await SendAsync(connection, ahead);
        return await Carriage.BeginAsync(connection);
    }

    /// <summary>Sends text and reads until the server closes.</summary>
    public async Task<string> AskAsync(string request)
    {
        await using Connection connection = await ConnectAsync();
        await SendAsync(connection, request);
        return await ReadToEndAsync(connection);
    }

    public static ValueTask SendAsync(Connection connection, string text) =>
        connection.SendAllAsync(Encoding.Latin1.GetBytes(text), Cancelled);

    /// <summary>Reads until the text has come.</summary>
    public static async Task<string> ReadUntilAsync(Connection connection, string end)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int received = await ReceiveAsync(connection, buffer);
            Assert.True(received > 0, $"The stream ended after: {text}");
            text.Append(Encoding.Latin1.GetString(buffer, 0, received));
        }

        return text.ToString();
    }

    public static async Task<string> ReadToEndAsync(Connection connection)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        for (int received; (received = await ReceiveAsync(connection, buffer)) > 0;)
        {
            all.Write(buffer, 0, received);
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    // A server that says nothing must fail its test, not stop the run.
    private static Task<int> ReceiveAsync(Connection connection, byte[] buffer) =>
        connection.ReceiveAsync(buffer, Cancelled).AsTask().WaitAsync(Patience, Cancelled);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
