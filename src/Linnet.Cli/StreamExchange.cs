// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Cli;

/// <summary>What <c>linnet send</c> does over TCP and Unix sockets.</summary>
internal sealed class StreamExchange(EndpointAddress address, Terminal terminal)
{
    /// <summary>As much as a pipe holds on Linux.</summary>
    private const int BufferBytes = 64 * 1024;

    private volatile bool _isInputSent;

    /// <summary>Sends a message and the end of input, and shows the answer until its end.</summary>
    /// <exception cref="IOException">Connecting, sending or receiving failed, or the server was silent for too long.</exception>
    public async Task SendMessageAsync(byte[] message, TimeSpan patience, CancellationToken stopping)
    {
        await using Connection connection = await Connector.ConnectAsync(address.ToString(), stopping);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        // Side by side, because the answer to a long message begins to arrive before its end is sent.
        Task sending = SendAsync(connection, message, ending.Token);
        await ShowAsync(connection, patience, stopping);
        // A server that has ended its answer has heard enough, whether it took all of the message or not.
        await ending.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Streams standard input to the server and, at the same time, what comes back to standard output, until both have
    /// ended.
    /// </summary>
    /// <exception cref="IOException">Connecting, sending or receiving failed, or the server left before the end.</exception>
    public async Task SendInputAsync(CancellationToken stopping)
    {
        await using Connection connection = await Connector.ConnectAsync(address.ToString(), stopping);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task sending = SendInputAsync(connection, ending.Token);
        Task receiving = ReceiveToOutputAsync(connection, ending.Token);
        Task first = await Task.WhenAny(sending, receiving);
        if (first.IsFaulted || !_isInputSent)
        {
            // A server that has ended its answer, or is gone, takes nothing more: do not wait for more input.
            await ending.CancelAsync();
            await first;
            throw new IOException($"{address} ended the connection before all of the input had been sent to it.");
        }

        await sending;
        await receiving;
    }

    private static async Task SendAsync(Connection connection, byte[] message, CancellationToken stopping)
    {
        await connection.SendAllAsync(message, stopping);
        connection.ShutdownSend();
    }

    private async Task ShowAsync(Connection connection, TimeSpan patience, CancellationToken stopping)
    {
        EscapedText text = new();
        byte[] buffer = new byte[BufferBytes];
        await terminal.Output.WriteAsync("Received '");
        try
        {
            while (await ReceiveAsync(connection, buffer, patience, stopping) is int received and > 0)
            {
                await terminal.Output.WriteAsync(text.Append(buffer.AsSpan(0, received)));
            }
        }
        finally
        {
            // What has come is shown, whatever happens then.
            await terminal.Output.WriteLineAsync($"{text.Finish()}'");
        }
    }

    private async Task<int> ReceiveAsync(
        Connection connection, byte[] buffer, TimeSpan patience, CancellationToken stopping)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ending.CancelAfter(patience);
        try
        {
            return await connection.ReceiveAsync(buffer, ending.Token);
        }
        catch (OperationCanceledException silence) when (!stopping.IsCancellationRequested)
        {
            throw new IOException(
                $"{address} did not end its answer: nothing came for {patience.TotalSeconds} s. "
                + "Wait longer with --timeout, or use - to talk without one.",
                silence);
        }
    }

    private async Task SendInputAsync(Connection connection, CancellationToken ending)
    {
        byte[] buffer = new byte[BufferBytes];
        // A read of standard input cannot be cancelled: it is left behind, and the process ends without it.
        while (await terminal.InputStream.ReadAsync(buffer, ending).AsTask().WaitAsync(ending) is int read and > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, read), ending);
        }

        // Noted first: the server may answer the end with its own before this method has returned.
        _isInputSent = true;
        connection.ShutdownSend();
    }

    private async Task ReceiveToOutputAsync(Connection connection, CancellationToken ending)
    {
        byte[] buffer = new byte[BufferBytes];
        while (await connection.ReceiveAsync(buffer, ending) is int received and > 0)
        {
            // Nor can a write to a full pipe be cancelled.
            await terminal.OutputStream.WriteAsync(buffer.AsMemory(0, received), ending).AsTask().WaitAsync(ending);
        }

        await terminal.OutputStream.FlushAsync(ending);
    }
}
