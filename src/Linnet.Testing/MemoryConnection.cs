// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Testing;

/// <summary>
/// One end of a connection that exists in memory only and keeps the whole contract of <see cref="Connection"/>: a bounded
/// window, half-close, reset, cancellation that loses nothing. Where networks differ it is as unkind as the unkindest: a
/// reset takes along what has arrived and was not received, and closing with bytes unreceived is a reset.
/// </summary>
public sealed class MemoryConnection : Connection
{
    private const string Aborted = "The connection was aborted on this side.";
    private const string ResetByPeer = "The connection was reset by the peer.";

    private readonly OneWayPipe _incoming;
    private readonly OneWayPipe _outgoing;
    private int _sends;
    private long _bytesSent;
    private int _isClosed;

    private MemoryConnection(OneWayPipe incoming, OneWayPipe outgoing, EndPoint local, EndPoint remote)
    {
        _incoming = incoming;
        _outgoing = outgoing;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
    }

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint { get; }

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint { get; }

    /// <summary>How many times something was sent from this end.</summary>
    public int Sends => Volatile.Read(ref _sends);

    /// <summary>How many bytes were handed over to be sent from this end.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Counts from here on what is sent.</summary>
    public void ForgetSends()
    {
        Interlocked.Exchange(ref _sends, 0);
        Interlocked.Exchange(ref _bytesSent, 0);
    }

    /// <summary>True while this end waits for bytes, and none are there.</summary>
    public bool IsReceiving => _incoming.IsReceiving;

    /// <summary>True while this end has bytes to send that the other does not take.</summary>
    public bool IsSending => _outgoing.IsSending;

    /// <summary>Makes the two ends of a new connection.</summary>
    public static (MemoryConnection Client, MemoryConnection Server) CreatePair(MemoryOptions? options = null)
    {
        options ??= new MemoryOptions();
        OneWayPipe toServer = new(options.WindowBytes, options.ToServer, options.IsInline);
        OneWayPipe toClient = new(options.WindowBytes, options.ToClient, options.IsInline);
        return (new MemoryConnection(toClient, toServer, options.Client, options.Server),
            new MemoryConnection(toServer, toClient, options.Server, options.Client));
    }

    /// <inheritdoc />
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        _incoming.WaitAsync(cancellationToken);

    /// <inheritdoc />
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty
            ? throw new ArgumentException("Receiving into an empty buffer would look like the end.", nameof(buffer))
            : _incoming.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_outgoing.IsReaderGone)
        {
            // Bytes for a connection that the peer has closed: its system answers them with a reset.
            _incoming.Reset(ResetByPeer, Aborted);
            _outgoing.Reset(Aborted, ResetByPeer);
        }

        Interlocked.Increment(ref _sends);
        Interlocked.Add(ref _bytesSent, buffer.Length);
        return _outgoing.SendAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override void ShutdownSend() => _outgoing.End();

    /// <inheritdoc />
    public override void Abort()
    {
        Interlocked.Exchange(ref _isClosed, 1);
        _outgoing.Reset(ResetByPeer, Aborted);
        _incoming.Reset(Aborted, ResetByPeer);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return default;
        }

        if (_incoming.HasUnread)
        {
            Abort();
            return default;
        }

        _incoming.CloseReader();
        _outgoing.CloseSender();
        return default;
    }
}
