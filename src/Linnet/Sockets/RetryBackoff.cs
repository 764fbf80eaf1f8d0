// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// How long to wait after a failed accept or receive, for one loop. Go's numbers: 5 ms, doubling to 1 s, from the
/// start after a success.
/// </summary>
/// <param name="immediateRetries">
/// How many failures in a row that concern one peer only are retried at once. Each used up something that peer left
/// behind, so a row is as long as there was of that; past it, it is a failure that stays, and must not be spun on.
/// </param>
internal sealed class RetryBackoff(int immediateRetries)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private int _immediate;
    private TimeSpan _next = First;

    /// <summary>It worked: all is well again.</summary>
    public void Reset()
    {
        _immediate = 0;
        _next = First;
    }

    /// <summary>How long to wait after this failure; zero means to try again at once.</summary>
    public TimeSpan After(Exception failure)
    {
        if (failure is SocketException socket && ConcernsOnePeer(socket.SocketErrorCode)
            && _immediate < immediateRetries)
        {
            _immediate++;
            return TimeSpan.Zero;
        }

        TimeSpan delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }

    /// <summary>
    /// accept(2): errors already pending on the new connection come out of accept, and ICMP errors caused by an earlier
    /// datagram out of receive; the next peer is not concerned. What is not listed, such as EMFILE, ENFILE, ENOBUFS
    /// and ENOMEM, concerns the machine.
    /// </summary>
    private static bool ConcernsOnePeer(SocketError error)
    {
        return error is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.ConnectionRefused
            or SocketError.Interrupted or SocketError.NotConnected or SocketError.InvalidArgument
            or SocketError.TimedOut or SocketError.NetworkDown or SocketError.NetworkUnreachable
            or SocketError.NetworkReset or SocketError.HostDown or SocketError.HostUnreachable
            or SocketError.OperationNotSupported or SocketError.ProtocolOption or SocketError.ProtocolNotSupported
            or SocketError.WouldBlock or SocketError.AccessDenied or SocketError.MessageSize;
    }
}
