// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// One bound UDP address. An interface because tests make receiving fail in every way the system can. Owned by a
/// <see cref="UdpServer"/>.
/// </summary>
internal interface IDatagramSocket : IDisposable
{
    /// <summary>Where it listens, with the port the system chose.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Receives one datagram. Fails with a <see cref="SocketException"/>, after which it may be called again.</summary>
    public ValueTask<SocketReceiveFromResult> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends one datagram; any number of sends may run at once.</summary>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken);
}
