// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>Passes on a connection: of what the client sends first a few bytes and, once it may, all the rest.</summary>
internal sealed class HalfRelay : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;

    public HalfRelay(EndPoint server, int first)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = RunAsync(server, first);
    }

    public EndPoint EndPoint => _listener.LocalEndPoint!;

    /// <summary>Ends when the first bytes have been passed on, and no more is.</summary>
    public Task Stopped => _stopped.Task;

    public void GoOn() => _goOn.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RunAsync(EndPoint server, int first)
    {
        using Socket client = await _listener.AcceptAsync(_ending.Token);
        using Socket onward = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await onward.ConnectAsync(server, _ending.Token);
        byte[] bytes = new byte[first];
        Assert.Equal(first, await client.ReceiveAsync(bytes, _ending.Token));
        await onward.SendAsync(bytes, _ending.Token);
        _stopped.SetResult();
        await _goOn.Task.WaitAsync(_ending.Token);
        await Task.WhenAll(CopyAsync(client, onward), CopyAsync(onward, client));
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        byte[] bytes = new byte[4096];
        for (int received; (received = await from.ReceiveAsync(bytes, _ending.Token)) > 0;)
        {
            await to.SendAsync(bytes.AsMemory(0, received), _ending.Token);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
