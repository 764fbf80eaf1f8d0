// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>Another work, beside connections whose every request blocks a thread of the server for 100 ms.</summary>
internal sealed class BlockedWork(IWork inner) : IWork
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public string Path => "/block";

    /// <inheritdoc/>
    public async Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        IEnumerable<Task> blocked = Enumerable.Range(0, terms.Connections).Select(_ => BlockAsync(peer.Port, enough.Token));
        Task all = Task.WhenAll(blocked);

        // Time for the server to have been blocked for a while: how it begins to notice is not what is measured.
        await Task.Delay(TimeSpan.FromSeconds(1), stopping);
        Figures figures = await inner.MeasureAsync(peer, terms, stopping);
        await enough.CancelAsync();
        await all;

        // The processor time is that of both.
        return figures with { Cpu = double.NaN };
    }

    private static async Task BlockAsync(int port, CancellationToken enough)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        byte[] request = Encoding.ASCII.GetBytes($"GET /block HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        byte[] response = new byte[4096];
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), enough);
            while (true)
            {
                await socket.SendAsync(request, enough);
                await socket.ReceiveAsync(response, enough);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
