// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>A socket that listens, and where. Owns it; a successor may listen on the same one.</summary>
internal sealed class ListeningSocket(Socket socket, EndPoint endPoint) : IDisposable
{
    private int _heirs;
    private volatile bool _isClosed;

    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>Where it listens, with the port the system chose.</summary>
    public EndPoint EndPoint => endPoint;

    /// <summary>Whether its owner has disposed it.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>A copy that processes inherit which are started while it is open.</summary>
    /// <exception cref="SocketException">The process has no descriptor left for it.</exception>
    /// <exception cref="ObjectDisposedException">It does not listen any more.</exception>
    public LinuxDescriptor CopyForSuccessor() => LinuxDescriptor.CopyToInherit(socket.SafeHandle);

    /// <summary>A successor is about to listen on it: where it is a Unix socket, its file has to stay.</summary>
    public void HandOver() => Interlocked.Increment(ref _heirs);

    /// <summary>That successor has come to nothing.</summary>
    public void TakeBack() => Interlocked.Decrement(ref _heirs);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        if (Volatile.Read(ref _heirs) == 0)
        {
            socket.Dispose();
            return;
        }

        // The base library would remove the file of a Unix socket that it has bound, now or when the object is collected: it
        // lives as long as the process, which has handed over and is about to end.
        _ = GCHandle.Alloc(socket);
        socket.SafeHandle.Dispose();
    }
}
