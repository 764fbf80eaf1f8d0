// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// A TCP server: calls a handler for each connection, any number at once. An ordinary object; a process may have many.
/// </summary>
/// <example>
/// A server in three lines, which sends back what it receives:
/// <code>
/// await using var server = new TcpServer("127.0.0.1:65432", EchoAsync);
/// await server.RunAsync(cancellationToken);
///
/// static async Task EchoAsync(Connection connection, CancellationToken stopping)
/// {
///     var buffer = new byte[1024];
///     while (await connection.ReceiveAsync(buffer, stopping) is int received and > 0)
///     {
///         await connection.SendAllAsync(buffer.AsMemory(0, received), stopping);
///     }
/// }
/// </code>
/// </example>
public sealed class TcpServer : IAsyncDisposable
{
    private readonly EndpointAddress _address;
    private readonly Func<Connection, CancellationToken, Task> _handler;
    private readonly Lazy<ConnectionServer> _server;

    /// <summary>A server that does nothing until it is started.</summary>
    /// <param name="address">
    /// Where to listen: <c>127.0.0.1:65432</c>, <c>[::1]:8080</c>, <c>localhost:8080</c> for both loopback addresses,
    /// <c>*:8080</c> for every address. Port 0 takes a free one.
    /// </param>
    /// <param name="handler">
    /// Serves one connection, which is closed when it returns and aborted when it fails. Its token is cancelled when
    /// the server stops.
    /// </param>
    /// <exception cref="FormatException">The address is not one to listen on; the message says why.</exception>
    public TcpServer(string address, Func<Connection, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _address = EndpointAddress.Parse(address);
        _handler = handler;
        StreamListener.Require(_address);
        if (_address.IsUnix || _address.Scheme != EndpointScheme.Tcp)
        {
            throw new FormatException($"'{_address}' is not a TCP address. Write tcp://127.0.0.1:65432.");
        }

        _server = new Lazy<ConnectionServer>(() => new ConnectionServer([_address], Options, _handler));
    }

    /// <summary>Limits and callbacks.</summary>
    public SocketServerOptions Options { get; init; } = new();

    /// <summary>Where it listens, with the port the system chose; two for <c>localhost</c>; none before the start.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints => _server.Value.BoundEndPoints;

    /// <summary>How many connections are being served.</summary>
    public int ConnectionCount => _server.Value.ConnectionCount;

    /// <summary>Begins to listen and accept, and returns.</summary>
    /// <exception cref="EndpointException">The address cannot be listened on; the message says why.</exception>
    /// <exception cref="InvalidOperationException">It was started before: construct a new one.</exception>
    public void Start() => _server.Value.Start();

    /// <summary>
    /// Stops listening, cancels the handlers' token, waits for them until the deadline and aborts the connections that
    /// are left.
    /// </summary>
    /// <returns>How many connections had to be aborted.</returns>
    public ValueTask<int> StopAsync(TimeSpan deadline) => _server.Value.StopAsync(deadline);

    /// <summary>
    /// Starts unless started, serves until cancelled, and stops within <see cref="SocketServerOptions.StopDeadline"/>; or until somebody
    /// else has stopped it.
    /// </summary>
    /// <exception cref="EndpointException">The address cannot be listened on; the message says why.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => _server.Value.RunAsync(cancellationToken);

    /// <summary>Stops at once: connections that are still served are aborted.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
}
