// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Load.Restarts;

/// <summary>Where the clients go.</summary>
/// <param name="Address">The address to connect to.</param>
/// <param name="IsSecured">True when TLS is spoken there, with whatever certificate.</param>
internal sealed record LoadTarget(string Address, bool IsSecured = false)
{
    /// <summary>Connects, and shakes hands.</summary>
    /// <exception cref="System.IO.IOException">Nobody listens, or not any more.</exception>
    public async Task<WireClient> ConnectAsync(CancellationToken cancellationToken)
    {
        Connection connection = await Connector.ConnectAsync(Address, cancellationToken);
        return new WireClient(IsSecured
            ? await TlsConnection.ConnectAsync(connection, LoadCertificate.ClientOptions, cancellationToken)
            : connection);
    }
}
