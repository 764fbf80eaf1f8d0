// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Proxy;
using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Connections;

/// <summary>
/// A connection behind its PROXY header: its ends are those the header names, and first come the bytes that were received
/// with the header. Borrows the connection underneath; owns those bytes until they are read or it is disposed.
/// </summary>
internal sealed class ProxiedConnection(Connection underneath, ProxyHeader header, ReceiveBuffer received) : Connection
{
    /// <inheritdoc />
    public override EndPoint? LocalEndPoint { get; } = EndOf(header, underneath.LocalEndPoint, header.Destination);

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint { get; } = EndOf(header, underneath.RemoteEndPoint, header.Source);

    /// <inheritdoc />
    internal override bool IsSecured => underneath.IsSecured;

    /// <inheritdoc />
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        received.IsEmpty ? underneath.WaitForDataAsync(cancellationToken) : new ValueTask<bool>(true);

    /// <inheritdoc />
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return received.IsEmpty
            ? underneath.ReceiveAsync(buffer, cancellationToken)
            : new ValueTask<int>(TakeReceived(buffer.Span));
    }

    /// <inheritdoc />
    public override bool TryReceive(Span<byte> buffer, out int count)
    {
        if (received.IsEmpty)
        {
            return underneath.TryReceive(buffer, out count);
        }

        count = TakeReceived(buffer);
        return true;
    }

    /// <inheritdoc />
    internal override bool HasReceivedAll() => received.IsEmpty && underneath.HasReceivedAll();

    /// <inheritdoc />
    internal override bool HasDelivered() => underneath.HasDelivered();

    /// <inheritdoc />
    internal override ValueTask<bool> WaitIdleAsync() =>
        received.IsEmpty ? underneath.WaitIdleAsync() : new ValueTask<bool>(true);

    /// <inheritdoc />
    internal override void EndIdle() => underneath.EndIdle();

    /// <inheritdoc />
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        underneath.SendAllAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default) =>
        underneath.SendFileAsync(file, offset, length, cancellationToken);

    /// <inheritdoc />
    public override void Queue(IThreadPoolWorkItem work) => underneath.Queue(work);

    /// <inheritdoc />
    public override void ShutdownSend() => underneath.ShutdownSend();

    /// <inheritdoc />
    public override void Abort() => underneath.Abort();

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        received.Release();
        return default;
    }

    private int TakeReceived(Span<byte> buffer)
    {
        int count = received.Take(buffer);
        received.ReleaseIfEmpty();
        return count;
    }

    private static EndPoint? EndOf(ProxyHeader header, EndPoint? real, IPEndPoint? named) => header.Origin switch
    {
        ProxyOrigin.Proxy => real,

        // The specification would have the proxy's own end here (§2.1, a SHOULD). But whoever trusts that proxy's
        // X-Forwarded-For would then trust a client that the proxy itself does not know.
        ProxyOrigin.Unknown => null,
        ProxyOrigin.Client => SocketConnection.Plain(named),
    };
}
