// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>A UDP socket whose receives do what a test says, one after the other, and whose sends are remembered.</summary>
internal sealed class ScriptedDatagramSocket : IDatagramSocket
{
    private static readonly IPEndPoint Sender = new(IPAddress.Loopback, 2);

    private readonly Channel<Func<byte[]>> _receives = Channel.CreateUnbounded<Func<byte[]>>();

    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    private int _count;

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>How many receives were begun.</summary>
    public int ReceiveCount => Volatile.Read(ref _count);

    public void Give(params byte[] payload) => _receives.Writer.TryWrite(() => payload);

    public void Fail(Exception failure) => _receives.Writer.TryWrite(() => throw failure);

    public ValueTask<byte[]> NextSentAsync() => _sent.Reader.ReadAsync();

    public async ValueTask<SocketReceiveFromResult> ReceiveFromAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        byte[] payload = (await _receives.Reader.ReadAsync(cancellationToken))();
        payload.CopyTo(buffer);
        return new SocketReceiveFromResult { ReceivedBytes = payload.Length, RemoteEndPoint = Sender };
    }

    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken)
    {
        return _sent.Writer.WriteAsync(payload.ToArray(), cancellationToken);
    }

    public void Dispose()
    {
    }
}
