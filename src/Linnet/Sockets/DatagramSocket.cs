// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>A bound UDP <see cref="Socket"/>, which it owns.</summary>
internal sealed class DatagramSocket : IDatagramSocket
{
    /// <summary>Windows: SIO_UDP_CONNRESET, whether ICMP "port unreachable" fails a later receive.</summary>
    private const int ReportUnreachablePorts = unchecked((int)0x9800000C);

    private readonly Socket _socket;
    private readonly IPEndPoint _anybody;

    private DatagramSocket(BoundSocket bound)
    {
        _socket = bound.Socket;
        LocalEndPoint = bound.EndPoint;
        bool isIPv4 = bound.EndPoint.AddressFamily == AddressFamily.InterNetwork;
        _anybody = new IPEndPoint(isIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
        if (OperatingSystem.IsWindows())
        {
            _socket.IOControl(ReportUnreachablePorts, new byte[sizeof(int)], null);
        }
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Binds the sockets behind one written address: two for <c>localhost</c>, one for everything else.</summary>
    /// <exception cref="EndpointException">The address cannot be listened on.</exception>
    public static IReadOnlyList<IDatagramSocket> Bind(EndpointAddress address)
    {
        try
        {
            var sockets = new List<IDatagramSocket>();
            foreach (BoundSocket bound in InternetBinder.BindDatagram(address))
            {
                sockets.Add(new DatagramSocket(bound));
            }

            return sockets;
        }
        catch (SocketException failure)
        {
            throw ListenFailure.Explain(address, failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SocketReceiveFromResult> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        return _socket.ReceiveFromAsync(buffer, SocketFlags.None, _anybody, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SendToAsync(
        ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken)
    {
        await _socket.SendToAsync(payload, SocketFlags.None, remote, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
