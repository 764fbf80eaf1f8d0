// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// The socket of a <see cref="LoopConnection"/>: asks the system for one thing at a time and never waits. What the system
/// refuses is an exception as <see cref="Connection"/> promises it.
/// </summary>
internal struct LoopSocket(LinuxDescriptor descriptor)
{
    /// <summary>There is nothing to be had yet.</summary>
    public const int WouldBlock = -1;

    private volatile bool _isAborted;
    private int _isClosed;

    /// <summary>The descriptor, for watching it.</summary>
    public LinuxDescriptor Descriptor => descriptor;

    /// <summary>True once this side has given the connection up.</summary>
    public bool IsAborted => _isAborted;

    /// <summary>How the socket ends, or has ended.</summary>
    public LoopSocketEnd End => _isAborted ? LoopSocketEnd.Aborted : LoopSocketEnd.Closed;

    /// <summary>What operations fail with once the socket has ended.</summary>
    public static Exception FailureOf(LoopSocketEnd end) =>
        end == LoopSocketEnd.Aborted ? Aborted(inner: null) : new ObjectDisposedException(nameof(Connection));

    /// <summary>Receives bytes; 0 at the end of input.</summary>
    public int Receive(Span<byte> buffer) => Receive(ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);

    /// <summary>Looks whether there are bytes; 0 at the end of input.</summary>
    public int Peek()
    {
        byte first = 0;
        return Receive(ref first, 1, LinuxSocketCalls.Peek);
    }

    /// <summary>Sends bytes and returns how many the system took.</summary>
    public int Send(ReadOnlySpan<byte> buffer)
    {
        const int Flags = LinuxSocketCalls.DoNotWait | LinuxSocketCalls.NoSignal;
        try
        {
            nint sent;
            do
            {
                sent = LinuxSocketCalls.Send(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length, Flags);
            }
            while (sent < 0 && !HasToWait("send"));

            return (int)sent;
        }
        catch (ObjectDisposedException failure)
        {
            throw Closed(failure);
        }
    }

    /// <summary>Sends bytes of a file, which do not pass through this process's memory, and returns how many.</summary>
    /// <exception cref="EndOfStreamException">The file has none there.</exception>
    public long SendFile(SafeFileHandle file, long offset, long length)
    {
        // Linux takes at most this much at a time.
        const long MaxBytes = 0x7fff_f000;
        try
        {
            nint sent;
            do
            {
                sent = LinuxSocketCalls.SendFile(descriptor, file, ref offset, (nint)Math.Min(length, MaxBytes));
            }
            while (sent < 0 && !HasToWait("sendfile"));

            return sent != 0
                ? sent
                : throw new EndOfStreamException("The file ended before all of it that was promised had been sent.");
        }
        catch (ObjectDisposedException failure) when (!file.IsClosed)
        {
            throw Closed(failure);
        }
    }

    /// <summary>Ends this side's stream.</summary>
    public void ShutdownSend()
    {
        try
        {
            // Fails when the connection has failed already, which the next operation tells.
            _ = LinuxSocketCalls.Shutdown(descriptor, LinuxSocketCalls.ShutdownWrite);
        }
        catch (ObjectDisposedException)
        {
            // Aborted, or closed: the next operation tells.
        }
    }

    /// <summary>True when the peer's system has acknowledged all that was sent, and the end after it. False over Unix sockets.</summary>
    public bool HasDelivered()
    {
        byte state = 0;
        int size = 1;
        try
        {
            return LinuxSocketCalls.Option(
                    descriptor, LinuxSocketCalls.TcpLevel, LinuxSocketCalls.TcpInformation, ref state, ref size) == 0
                && LinuxSocketCalls.IsDelivered(state);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Makes the close a reset.</summary>
    public void Abort()
    {
        _isAborted = true;
        try
        {
            // Lingering for no time.
            LinuxSocketCalls.Linger none = new() { IsOn = 1 };
            int size = Unsafe.SizeOf<LinuxSocketCalls.Linger>();
            _ = LinuxSocketCalls.SetLinger(
                descriptor, LinuxSocketCalls.SocketLevel, LinuxSocketCalls.LingerOption, in none, size);
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }
    }

    /// <summary>Closes the socket; true the first time.</summary>
    public bool TryClose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return false;
        }

        descriptor.Dispose();
        return true;
    }

    private static IOException Aborted(Exception? inner) => new("The connection was aborted on this side.", inner);

    private int Receive(ref byte buffer, int count, int flags)
    {
        try
        {
            nint received;
            do
            {
                received = LinuxSocketCalls.Receive(
                    descriptor, ref buffer, count, flags | LinuxSocketCalls.DoNotWait);
            }
            while (received < 0 && !HasToWait("recv"));

            return (int)received;
        }
        catch (ObjectDisposedException failure)
        {
            throw Closed(failure);
        }
    }

    /// <summary>After a call that failed: true when there was nothing to be had yet, false when it was interrupted.</summary>
    /// <exception cref="IOException">It has failed for good.</exception>
    private bool HasToWait(string call)
    {
        int error = Marshal.GetLastPInvokeError();
        if (error is LinuxSocketCalls.WouldBlock or LinuxSocketCalls.Interrupted)
        {
            return error == LinuxSocketCalls.WouldBlock;
        }

        SocketException failure = LinuxErrors.ToException(error, call);
        throw _isAborted ? Aborted(failure) : new IOException($"The connection failed: {failure.Message}.", failure);
    }

    private Exception Closed(ObjectDisposedException failure) =>
        _isAborted ? Aborted(failure) : new ObjectDisposedException(nameof(Connection), failure);
}
