// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Cli;

/// <summary>What <c>linnet send</c> does over UDP: one datagram there, one back.</summary>
internal sealed class DatagramExchange(EndpointAddress address, TimeSpan patience, Terminal terminal)
{
    /// <summary>Sends a message and shows the answer.</summary>
    /// <exception cref="IOException">It could not be sent, or no answer came in time.</exception>
    public async Task SendMessageAsync(byte[] message, CancellationToken stopping)
    {
        ReadOnlyMemory<byte> answer = await AskAsync(message, stopping);
        EscapedText text = new();
        await terminal.Output.WriteLineAsync($"Received '{text.Append(answer.Span)}{text.Finish()}'");
    }

    /// <summary>Sends standard input and writes the answer to standard output.</summary>
    /// <exception cref="IOException">It could not be sent, or no answer came in time.</exception>
    public async Task SendInputAsync(CancellationToken stopping)
    {
        byte[] input = new byte[Datagram.LargestPayload + 1];
        int length = await terminal.InputStream.ReadAtLeastAsync(
            input, input.Length, throwOnEndOfStream: false, stopping).AsTask().WaitAsync(stopping);
        ReadOnlyMemory<byte> answer = await AskAsync(input.AsMemory(0, length), stopping);
        await terminal.OutputStream.WriteAsync(answer, stopping);
        await terminal.OutputStream.FlushAsync(stopping);
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> payload, CancellationToken stopping)
    {
        if (payload.Length > Datagram.LargestPayload)
        {
            throw new IOException(
                $"Cannot send to {address}: a datagram carries {Datagram.LargestPayload} bytes at most. "
                + "Send less, or use tcp://.");
        }

        await using DatagramClient client = await Connector.ConnectUdpAsync(address.ToString(), stopping);
        await client.SendAsync(payload, stopping);
        byte[] answer = new byte[ushort.MaxValue];
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ending.CancelAfter(patience);
        try
        {
            int received = await client.ReceiveAsync(answer, ending.Token);
            return answer.AsMemory(0, received);
        }
        catch (OperationCanceledException silence) when (!stopping.IsCancellationRequested)
        {
            throw new IOException(
                $"{address} sent no answer within {patience.TotalSeconds} s. Start the server, check host and port, or "
                + "wait longer with --timeout.",
                silence);
        }
    }
}
