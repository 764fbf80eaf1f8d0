// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Fuzz.Differential;

/// <summary>Gives a server a case, with a canary behind it, and waits for the end of the connection.</summary>
/// <param name="server">Where it listens.</param>
/// <param name="patience">
/// How long it may be silent before it is told that nothing more comes; zero for one that answers whatever was sent before
/// that.
/// </param>
internal sealed class Asker(IPEndPoint server, TimeSpan patience)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>What it makes of it.</summary>
    public async Task<string> AskAsync(Case asked)
    {
        using CancellationTokenSource stop = new(Longest);
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        List<byte> received = [];
        try
        {
            await socket.ConnectAsync(server, stop.Token);
            await SendAllAsync(socket, Encoding.Latin1.GetBytes(asked.Raw + Answer.Canary), stop.Token);
        }
        catch (SocketException)
        {
            // It has closed before all was sent: what it said is there.
        }

        try
        {
            bool isOpen = await ReceiveUntilSilentAsync(socket, received, stop.Token);
            if (isOpen)
            {
                socket.Shutdown(SocketShutdown.Send);
                await ReceiveAsync(socket, received, stop.Token);
            }
        }
        catch (SocketException)
        {
            // Reset: an end like another.
        }

        return Answer.Of(
            received.ToArray(), asked.Raw.TrimStart().StartsWith("HEAD ", StringComparison.Ordinal));
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, stop)..];
        }
    }

    private static async Task ReceiveAsync(Socket socket, List<byte> received, CancellationToken stop)
    {
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = await socket.ReceiveAsync(buffer, stop)) > 0)
        {
            received.AddRange(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Receives until nothing has come for as long as patience lasts; false when the connection has ended.</summary>
    private async Task<bool> ReceiveUntilSilentAsync(Socket socket, List<byte> received, CancellationToken stop)
    {
        byte[] buffer = new byte[16 * 1024];
        while (patience > TimeSpan.Zero && !HasCanary(received))
        {
            using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            silence.CancelAfter(patience);
            try
            {
                int count = await socket.ReceiveAsync(buffer, silence.Token);
                if (count == 0)
                {
                    return false;
                }

                received.AddRange(buffer.AsSpan(0, count));
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return true;
            }
        }

        return true;
    }

    private static bool HasCanary(List<byte> received) =>
        Encoding.Latin1.GetString(received.ToArray()).Contains(Answer.CanaryText, StringComparison.Ordinal);
}
