// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>Connections that have asked once, and keep waiting.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<Stream> _streams = [];

    /// <summary>Connects them all, a few at a time.</summary>
    public static async Task<Crowd> GatherAsync(Ports ports, string path, int count, CancellationToken stopping)
    {
        Crowd crowd = new();
        Uri address = new(ports.AddressOf(path));
        byte[] request = Encoding.ASCII.GetBytes($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stopping },
            (_, token) => crowd.JoinAsync(address, request, token));
        return crowd;
    }

    /// <inheritdoc/>
    public void Dispose() => _streams.ForEach(stream => stream.Dispose());

    private async ValueTask JoinAsync(Uri address, byte[] request, CancellationToken stopping)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), stopping);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            SslStream secured = new(stream);
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "127.0.0.1",

                    // The peers are ours, and nobody has issued what they show.
                    RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null,
                },
                stopping);
            stream = secured;
        }

        lock (_streams)
        {
            _streams.Add(stream);
        }

        await stream.WriteAsync(request, stopping);
        byte[] response = new byte[1024];
        if (await stream.ReadAsync(response, stopping) == 0)
        {
            throw new InvalidOperationException("A connection was closed where it should have been kept.");
        }
    }
}
