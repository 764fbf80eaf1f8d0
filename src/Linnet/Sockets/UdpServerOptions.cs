// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;

namespace Linnet.Sockets;

/// <summary>What a <see cref="UdpServer"/> can be told. Read once when the server starts.</summary>
public sealed class UdpServerOptions
{
    /// <summary>
    /// How many datagrams are handled at once; 256, so that the largest hold 16 MiB. Further ones wait in the
    /// system's buffer, and are lost when it is full.
    /// </summary>
    public int MaxConcurrentDatagrams
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 256;

    /// <summary>
    /// How long a handler keeps its place, 10 seconds: then its token is cancelled and the place is given to the next
    /// datagram, so that handlers that never end cannot silence the server.
    /// </summary>
    public TimeSpan HandlerTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>How long handlers may take to finish when <c>RunAsync</c> is cancelled; 10 seconds.</summary>
    public TimeSpan StopDeadline
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Told of each handler that failed, or took too long (<see cref="TimeoutException"/>), with its datagram. What it
    /// throws is ignored.
    /// </summary>
    public Action<Datagram, Exception>? HandlerFailed { get; init; }

    /// <summary>
    /// Told, with the address, when the system failed to receive. The server goes on by itself. What it throws is
    /// ignored.
    /// </summary>
    public Action<EndPoint, Exception>? ReceiveFailed { get; init; }

    /// <summary>The clock behind waiting and deadlines.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;
}
