// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Testing;

/// <summary>One end of a connection on a <see cref="SimulatedNetwork"/>. Used by the network's one thread.</summary>
public sealed class SimulatedConnection : Connection
{
    private const string Aborted = "The connection was aborted on this side.";
    private const string ResetByPeer = "The connection was reset by the peer.";
    private const int MostStalls = 3;
    private const int FileBytes = 16 * 1024;

    private readonly SimulatedNetwork _network;
    private readonly SimulatedPipe _incoming;
    private readonly SimulatedPipe _outgoing;
    private readonly string _side;
    private EndPoint? _local;
    private EndPoint? _remote;
    private bool _isClosed;
    private bool _isDisposed;

    private SimulatedConnection(
        SimulatedNetwork network, int number, string side, SimulatedPipe incoming, SimulatedPipe outgoing)
    {
        _side = side;
        _network = network;
        _incoming = incoming;
        _outgoing = outgoing;
        Number = number;
        incoming.Unwanted = Abort;
        network.Hold(this);
    }

    /// <summary>The how-many-eth connection of its network it is, from 1.</summary>
    public int Number { get; }

    /// <summary>True for the server's end.</summary>
    internal bool IsServed => _side[0] == '<';

    /// <summary>True once it has been reset, cut or silenced by the network.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>True once nothing has arrived for a while because of the network.</summary>
    public bool HasStalled { get; private set; }

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint => _local;

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint => _remote;

    /// <inheritdoc />
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default)
    {
        _network.Require();
        return _incoming.WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _network.Require();
        return buffer.IsEmpty
            ? throw new ArgumentException("Receiving into an empty buffer would look like the end.", nameof(buffer))
            : _incoming.ReceiveAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override bool TryReceive(Span<byte> buffer, out int received)
    {
        _network.Require();
        return _incoming.TryReceive(buffer, out received);
    }

    /// <inheritdoc />
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _network.Require();
        return buffer.IsEmpty ? default : _outgoing.SendAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default)
    {
        // Read on this thread: files read asynchronously end on others.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FileBytes);
        try
        {
            for (long sent = 0; sent < length;)
            {
                int read = ReadFile(file, offset + sent, buffer.AsSpan(0, (int)Math.Min(length - sent, FileBytes)));
                await SendAllAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    public override void Queue(IThreadPoolWorkItem work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _network.Post(work.Execute);
    }

    /// <inheritdoc />
    public override void ShutdownSend()
    {
        if (_network.IsHere())
        {
            _outgoing.End();
        }
    }

    /// <inheritdoc />
    public override void Abort()
    {
        if (!_network.IsHere())
        {
            return;
        }

        Break(Aborted, ResetByPeer);
        Close("aborts");
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        if (!_network.IsHere())
        {
            return default;
        }

        if (!_isDisposed)
        {
            _isDisposed = true;
            _network.Release(this);
        }

        if (_isClosed)
        {
            return default;
        }

        if (_incoming.HasUnread)
        {
            Abort();
            return default;
        }

        Close("closes");
        _incoming.CloseReader();
        _outgoing.CloseSender();
        return default;
    }

    /// <summary>Ends it before anybody has used it: the peer finds it reset, by the network.</summary>
    internal ValueTask LoseAsync(SimulatedConnection peer)
    {
        IsBroken = peer.IsBroken = true;
        Abort();
        return DisposeAsync();
    }

    /// <summary>Makes the two ends of a connection, and draws what is to befall it.</summary>
    internal static (SimulatedConnection Client, SimulatedConnection Server) CreatePair(
        SimulatedNetwork network, int number, bool isSecured)
    {
        SimulatedPipe up = new(network, number, ">", Window());
        SimulatedPipe down = new(network, number, "<", Window());
        IPEndPoint client = new(IPAddress.Loopback, (number % 60_000) + 1024);
        IPEndPoint server = new(IPAddress.Loopback, 80);
        SimulatedConnection ours = new(network, number, "> ", down, up) { _local = client, _remote = server };
        SimulatedConnection theirs = new(network, number, "< ", up, down) { _local = server, _remote = client };
        up.Befallen = fault => theirs.OnBefallen(fault, ours);
        down.Befallen = fault => ours.OnBefallen(fault, theirs);
        ours.Draw(up);
        ours.Draw(down);
        return (ours, theirs);

        // Both send in a TLS handshake, when it is done, without reading: which takes no more than any system has room for.
        int Window() => 1 << network.Random.Next(isSecured ? 11 : 6, 17);
    }

    private static int ReadFile(SafeFileHandle file, long offset, Span<byte> buffer) =>
        RandomAccess.Read(file, buffer, offset) is > 0 and int read
            ? read
            : throw new EndOfStreamException("The file ended before all of it that was promised had been sent.");

    private void Draw(SimulatedPipe pipe)
    {
        NetworkFaults faults = _network.Faults;
        long at = 0;
        for (int stall = 0; stall < MostStalls && _network.Happens(faults.Stalls); stall++)
        {
            at += Somewhere();
            pipe.Lay(at, SimulatedFault.Stall);
        }

        // Each is for a connection, and there are two streams.
        double end = _network.Random.NextDouble() * 2;
        double cuts = faults.Resets + faults.Cuts;
        if (end < cuts + faults.Silences)
        {
            pipe.Lay(
                at + Somewhere(),
                end < faults.Resets ? SimulatedFault.Reset : end < cuts ? SimulatedFault.Cut : SimulatedFault.Silence);
        }
    }

    private int Somewhere() => _network.Random.Next(1 << _network.Random.Next(3, 14));

    /// <summary>Something has befallen the stream to this end.</summary>
    private void OnBefallen(SimulatedFault fault, SimulatedConnection sender)
    {
        if (fault == SimulatedFault.Stall)
        {
            HasStalled = sender.HasStalled = true;
            return;
        }

        IsBroken = sender.IsBroken = true;
        if (fault == SimulatedFault.Reset)
        {
            FailBoth(ResetByPeer);
        }

        if (fault != SimulatedFault.Silence)
        {
            // Of a cut stream the sender is gone: what he is sent is answered with a reset, and he learns of it later.
            _network.After(_network.Delay(), () => sender.FailBoth(ResetByPeer));
        }
    }

    private void Break(string here, string there)
    {
        FailBoth(here);
        _network.After(_network.Delay(), () =>
        {
            _outgoing.FailReceiver(there);
            _incoming.FailSender(there);
        });
    }

    private void FailBoth(string reason)
    {
        _incoming.FailReceiver(reason);
        _outgoing.FailSender(reason);
    }

    private void Close(string how)
    {
        if (!_isClosed)
        {
            _network.Note(Number, _side + how, 0);
            _isClosed = true;
        }
    }
}
