// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// What the server, looking at its connections from outside, can see and do of one. Safe for any thread, where it does
/// not say otherwise.
/// </summary>
internal sealed class ActiveConnection(BufferedConnection connection, Http1HeadReader heads, Http1Stream stream)
{
    private long _handling;

    /// <summary>The other side, as the server knows it.</summary>
    public EndPoint? RemoteEndPoint => connection.Connection.RemoteEndPoint;

    /// <summary>Since when no request is under way, in the clock's milliseconds; <see cref="long.MaxValue"/> when one is.</summary>
    public long IdleSince => heads.IdleSince;

    /// <summary>True when the connection has been asked to make room. The admission's, under its lock.</summary>
    public bool IsShed { get; set; }

    /// <summary>Closes the connection if it is idle, and when it becomes idle.</summary>
    public void Shed() => connection.CapIdle(0);

    /// <summary>A handler has been given a request. The connection's own flow.</summary>
    public void BeginHandling(long request) => Volatile.Write(ref _handling, request);

    /// <summary>The response has left, as far as we can see. The connection's own flow.</summary>
    public void EndHandling() => Volatile.Write(ref _handling, 0);

    /// <summary>
    /// The method and target of the request that has been given to a handler and whose response has not left; null when
    /// there is none, or when it is just ending.
    /// </summary>
    public (string Method, string Target)? DescribeRequest()
    {
        long handling = Volatile.Read(ref _handling);
        if (handling == 0)
        {
            return null;
        }

        try
        {
            // The head does not move until its response has left. Should that be in the middle of this, what was read is
            // worth nothing, and the number has changed.
            ReadOnlySpan<byte> message = stream.HeadBytes;
            string method = Encoding.ASCII.GetString(stream.Head.MethodBytes(message));
            string target = Encoding.ASCII.GetString(stream.Head.TargetBytes(message));
            return Volatile.Read(ref _handling) == handling ? (method, target) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
