// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using Linnet.Sockets;

namespace Linnet.Micro;

/// <summary>A request over one connection of this machine, client and server in one process.</summary>
[MemoryDiagnoser]
public class Requests : IAsyncDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    private readonly byte[] _response = new byte[1024];
    private readonly TcpServer _echo = new("127.0.0.1:0", EchoAsync);
    private readonly HttpServer _server = new("http://127.0.0.1:0");
    private readonly Socket _echoClient = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Starts both servers and connects to each.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        _echo.Start();
        _server.Get("/", static () => "Hello, World!");
        await _server.StartAsync();
        await _echoClient.ConnectAsync((IPEndPoint)_echo.BoundEndPoints[0]);
        await _client.ConnectAsync((IPEndPoint)_server.BoundEndPoints[0]);
    }

    /// <summary>The same bytes sent back by an echo server: the sockets alone.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> Echo()
    {
        await _echoClient.SendAsync(Request);
        return await _echoClient.ReceiveAsync(_response);
    }

    /// <summary>A routed hello.</summary>
    [Benchmark]
    public async Task<int> Hello()
    {
        await _client.SendAsync(Request);
        return await _client.ReceiveAsync(_response);
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        _echoClient.Dispose();
        _client.Dispose();
        await _echo.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static async Task EchoAsync(Connection connection, System.Threading.CancellationToken stopping)
    {
        byte[] buffer = new byte[1024];
        while (await connection.ReceiveAsync(buffer, stopping) is int received and > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received), stopping);
        }
    }
}
