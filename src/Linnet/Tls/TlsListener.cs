// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Tls;

/// <summary>A listener whose connections are to be secured; owns the one underneath. Nothing is computed in accepting.</summary>
internal sealed class TlsListener(IConnectionListener underneath, TlsSettings settings) : IConnectionListener
{
    /// <inheritdoc />
    public EndPoint LocalEndPoint => underneath.LocalEndPoint;

    /// <inheritdoc />
    public ListeningSocket? Socket => underneath.Socket;

    /// <inheritdoc />
    public async ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken) =>
        settings.Secure(await underneath.AcceptAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public Connection? TryAcceptPending() =>
        underneath.TryAcceptPending() is { } connection ? settings.Secure(connection) : null;

    /// <inheritdoc />
    public bool HasRoom() => underneath.HasRoom();

    /// <inheritdoc />
    public void Dispose() => underneath.Dispose();
}
