// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// Takes the PROXY header off the connections of those peers that send one, before HTTP begins. Of all other peers a header
/// is never accepted, and of these nothing else is: whether there is one is never guessed.
/// </summary>
internal static class ProxyProtocol
{
    /// <summary>Serves a connection to its end, which is reported; never throws. The connection stays its owner's.</summary>
    public static Task RunAsync(Connection connection, ServerContext context) =>
        !context.ProxyProtocolPeers.IsEmpty && context.ProxyProtocolPeers.Contains(connection.RemoteEndPoint)
            ? ReadHeaderAndServeAsync(connection, context)
            : Http1Connection.RunAsync(connection, context);

    private static async Task ReadHeaderAndServeAsync(Connection connection, ServerContext context)
    {
        // The header comes before TLS, in the clear.
        Connection carrier = connection.Carrier;
        using ProxyHeaderReader reader = new(carrier, context);
        ConnectionEndCause? failure;
        using (context.Draining.Register(reader.BeginDrain))
        {
            failure = await reader.ReadAsync().ConfigureAwait(false);
        }

        if (failure is { } cause)
        {
            // No answer: whoever sent this may speak another protocol, and HTTP has not begun.
            context.Ended(connection, new ConnectionEnd(cause, default, 0, reader.Rejection));
            return;
        }

        ProxiedConnection proxied = new(carrier, reader.Header, reader.Received);
        Connection served = connection.Over(proxied);
        await using (served.ConfigureAwait(false))
        {
            await Http1Connection.RunAsync(served, context).ConfigureAwait(false);
        }
    }
}
