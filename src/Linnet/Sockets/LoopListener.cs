// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// A listening socket that an <see cref="EventLoop"/> watches, and whose connections begin there (<see cref="LoopHome"/>).
/// Owns the socket.
/// </summary>
internal sealed class LoopListener : IConnectionListener, ILoopClient
{
    private readonly ListeningSocket _listening;
    private readonly Socket _socket;
    private readonly DescriptorReserve _reserve;
    private readonly EventLoops _loops;
    private readonly EventLoop _loop;
    private readonly LoopTarget _target;
    private readonly LoopWait _arrival = new();
    private readonly EndPoint? _local;
    private bool _isReserveTouched;
    private int _isDisposed;

    /// <summary>Takes over a socket that listens already.</summary>
    public LoopListener(ListeningSocket listening, DescriptorReserve reserve)
    {
        _listening = listening;
        _socket = listening.Socket;
        _reserve = reserve;
        LocalEndPoint = listening.EndPoint;
        _local = IsOneAddress(LocalEndPoint) ? LocalEndPoint : null;
        _socket.Blocking = false;
        if (_socket.ProtocolType == ProtocolType.Tcp)
        {
            // Accepted sockets inherit it. Whole messages are handed over; holding back a last segment only delays them.
            _socket.NoDelay = true;
        }

        _target = new LoopTarget(this, isOurs: true);
        _loops = EventLoops.Acquire();
        _loop = _loops.Next();
        try
        {
            _loop.Add(_socket.SafeHandle, _target, LoopEvents.Readable | LoopEvents.EdgeTriggered);
        }
        catch
        {
            _loops.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public ListeningSocket Socket => _listening;

    /// <inheritdoc/>
    public ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _arrival.Clear();
        return TryAccept() is { } accepted ? new ValueTask<Connection>(accepted) : AcceptLaterAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Connection? TryAcceptPending()
    {
        try
        {
            return HasRoom() ? TryAccept() : null;
        }
        catch (Exception failure) when (failure is SocketException or OutOfMemoryException)
        {
            // Closing the listener resets them, and must not fail for it.
            return null;
        }
    }

    /// <inheritdoc/>
    public bool HasRoom()
    {
        // Asked of the system only while there was none: otherwise the accepted descriptor has told already.
        _isReserveTouched = _isReserveTouched && _reserve.IsTouched();
        return !_isReserveTouched;
    }

    /// <inheritdoc/>
    public void OnEvents(LoopEvents events)
    {
        if (_arrival.Signal())
        {
            _arrival.Resume(true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _loop.Remove(_target, _socket.SafeHandle);
        _listening.Dispose();
        _arrival.Forget();
        _loops.Release();
    }

    private static bool IsOneAddress(EndPoint endPoint) =>
        endPoint is IPEndPoint { Address: { } address }
            ? !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            : endPoint is UnixDomainSocketEndPoint;

    private async ValueTask<Connection> AcceptLaterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_arrival.TryBegin(cancellationToken, out ValueTask<bool> wait))
            {
                await wait.ConfigureAwait(false);
            }

            _arrival.Clear();
            if (TryAccept() is { } accepted)
            {
                return accepted;
            }
        }
    }

    /// <summary>Accepts a connection, or gives null when none waits.</summary>
    /// <exception cref="SocketException">The system has none to give.</exception>
    private LoopConnection? TryAccept()
    {
        Span<byte> address = stackalloc byte[LinuxSocketCalls.SocketAddressBytes];
        int length = address.Length;
        int descriptor = LinuxSocketCalls.Accept(
            _socket.SafeHandle,
            ref MemoryMarshal.GetReference(address),
            ref length,
            LinuxSocketCalls.NonBlocking | LinuxSocketCalls.CloseOnExec);
        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == LinuxSocketCalls.WouldBlock ? null : throw LinuxErrors.ToException(error, "accept4");
        }

        LinuxDescriptor accepted = new(descriptor);
        try
        {
            _isReserveTouched = _reserve.IsTouchedBy(accepted);
            LinuxEndPoint remote = new(address[..Math.Min(length, address.Length)]);
            return new LoopConnection(accepted, _loops, _loop, _local ?? LocalEndOf(accepted), remote);
        }
        catch (OutOfMemoryException)
        {
            // Else its client would wait until something collects the garbage.
            accepted.Dispose();
            throw;
        }
    }

    /// <summary>Which of this machine's addresses the client has connected to.</summary>
    private EndPoint LocalEndOf(LinuxDescriptor accepted)
    {
        Span<byte> address = stackalloc byte[LinuxSocketCalls.SocketAddressBytes];
        int length = address.Length;
        return LinuxSocketCalls.LocalAddress(accepted, ref MemoryMarshal.GetReference(address), ref length) == 0
            ? new LinuxEndPoint(address[..Math.Min(length, address.Length)]).ToEndPoint() ?? LocalEndPoint
            : LocalEndPoint;
    }
}
