// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// <c>nc ADDRESS PORT</c> with nothing to send: a connection on which nothing is said until the reader
/// presses Ctrl+C or, where the chapter shows no <c>^C</c>, until the server hangs up.
/// </summary>
internal sealed class SilentClient : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    private readonly Socket _socket;
    private readonly bool _isStopped;

    private SilentClient(Socket socket, bool isStopped)
    {
        _socket = socket;
        _isStopped = isStopped;
    }

    public static async Task<SilentClient> ConnectAsync(EndPoint server, bool isStopped)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        return new SilentClient(socket, isStopped);
    }

    /// <summary>Ends as the chapter shows it.</summary>
    public async Task EndAsync()
    {
        if (!_isStopped)
        {
            using var deadline = new CancellationTokenSource(LongestWait);
            Assert.Equal(0, await _socket.ReceiveAsync(new byte[1], deadline.Token));
        }

        Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
