// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Slow;

/// <summary>
/// A client that holds a connection as long as it can: with a head that drips, with a body that trickles just above the
/// rate that is asked for, or with a response that it takes just as slowly. Thrown out, it comes again.
/// </summary>
internal sealed class SlowClient(int number, TimeSpan phase, IPEndPoint server, SlowCounts counts)
{
    // The server asks for 240.
    private const int BytesPerSecond = 300;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly byte[] Drip = "x"u8.ToArray();
    private static readonly byte[] Trickle = new byte[BytesPerSecond];

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Each at its own point of the second: what they cost this machine is not to come all at once.
        await Task.Delay(phase, CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAndDawdleAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                counts.CountThrownOut();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConnectAndDawdleAsync(CancellationToken cancellationToken)
    {
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        if (number % 3 == 2)
        {
            socket.ReceiveBufferSize = 4096;
        }

        await socket.ConnectAsync(server, cancellationToken);
        await SendAsync(socket, Encoding.ASCII.GetBytes(Beginning), cancellationToken);
        counts.CountConnected(number);
        using PeriodicTimer timer = new(Second);
        byte[] buffer = new byte[BytesPerSecond];
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (number % 3 == 2)
            {
                if (await socket.ReceiveAsync(buffer, cancellationToken) == 0)
                {
                    throw new IOException("The server has ended its stream.");
                }

                continue;
            }

            await SendAsync(socket, number % 3 == 0 ? Drip : Trickle, cancellationToken);
            if (socket.Poll(0, SelectMode.SelectRead))
            {
                throw new IOException("The server has answered, or ended its stream.");
            }
        }
    }

    private string Beginning => (number % 3) switch
    {
        0 => "GET / HTTP/1.1\r\nHost: load\r\nX-Slow: ",
        1 => "POST /upload HTTP/1.1\r\nHost: load\r\nContent-Length: 100000000\r\n\r\n",
        _ => "GET /download/100000000 HTTP/1.1\r\nHost: load\r\n\r\n",
    };

    private static async Task SendAsync(Socket socket, byte[] bytes, CancellationToken cancellationToken)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
    }
}
