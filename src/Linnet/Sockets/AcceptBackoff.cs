// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// How long to wait after a failed accept, for one accept loop. Go's numbers: 5 ms, doubling to 1 s, from the start
/// after a success.
/// </summary>
internal sealed class AcceptBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many failures in a row may be retried at once. Each such failure used up a client that had gone, so a row
    /// is as long as the backlog had dead clients; past that it is a failure that stays, and must not be spun on.
    /// </summary>
    private const int ImmediateRetries = 16;

    private int _immediate;
    private TimeSpan _next = First;

    /// <summary>A connection was accepted: all is well again.</summary>
    public void Reset()
    {
        _immediate = 0;
        _next = First;
    }

    /// <summary>How long to wait after this failure; zero means to try again at once.</summary>
    public TimeSpan After(Exception failure)
    {
        if (failure is SocketException socket && ConcernsOneClient(socket.SocketErrorCode)
            && _immediate < ImmediateRetries)
        {
            _immediate++;
            return TimeSpan.Zero;
        }

        TimeSpan delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }

    /// <summary>
    /// accept(2): errors already pending on the new connection come out of accept; the next client is not concerned.
    /// What is not listed here, such as EMFILE, ENFILE, ENOBUFS and ENOMEM, concerns the machine.
    /// </summary>
    private static bool ConcernsOneClient(SocketError error)
    {
        return error is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted
            or SocketError.NotConnected or SocketError.InvalidArgument or SocketError.TimedOut
            or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.NetworkReset
            or SocketError.HostDown or SocketError.HostUnreachable or SocketError.OperationNotSupported
            or SocketError.ProtocolOption or SocketError.ProtocolNotSupported or SocketError.WouldBlock
            or SocketError.AccessDenied;
    }
}
