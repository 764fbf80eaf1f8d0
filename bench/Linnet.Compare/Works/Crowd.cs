// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Compare.Works;

/// <summary>Connections that have asked once, and keep waiting.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<Socket> _sockets = [];

    /// <summary>Connects them all, a few at a time.</summary>
    public static async Task<Crowd> GatherAsync(int port, string path, int count, CancellationToken stopping)
    {
        Crowd crowd = new();
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stopping },
            (_, token) => crowd.JoinAsync(port, request, token));
        return crowd;
    }

    /// <inheritdoc/>
    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private async ValueTask JoinAsync(int port, byte[] request, CancellationToken stopping)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        lock (_sockets)
        {
            _sockets.Add(socket);
        }

        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stopping);
        await socket.SendAsync(request, stopping);
        byte[] response = new byte[1024];
        if (await socket.ReceiveAsync(response, stopping) == 0)
        {
            throw new InvalidOperationException("A connection was closed where it should have been kept.");
        }
    }
}
