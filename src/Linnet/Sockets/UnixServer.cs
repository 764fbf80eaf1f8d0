// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// A server on a Unix socket: calls a handler for each connection, any number at once. A socket file left behind by a
/// server that died is replaced; the file is removed when the server stops.
/// </summary>
public sealed class UnixServer : IAsyncDisposable
{
    private readonly EndpointAddress _address;
    private readonly Func<Connection, CancellationToken, Task> _handler;
    private readonly Lazy<ConnectionServer> _server;

    /// <summary>A server that does nothing until it is started.</summary>
    /// <param name="address">Where to listen: <c>unix:/run/app.sock</c>, or <c>unix:@app</c> on Linux.</param>
    /// <param name="handler">
    /// Serves one connection, which is closed when it returns and aborted when it fails. Its token is cancelled when
    /// the server stops.
    /// </param>
    /// <exception cref="FormatException">The address is not a Unix socket's; the message says why.</exception>
    public UnixServer(string address, Func<Connection, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _address = EndpointAddress.Parse(address);
        _handler = handler;
        if (!_address.IsUnix || _address.Scheme != EndpointScheme.Tcp)
        {
            throw new FormatException($"'{_address}' is not a Unix socket's address. Write unix:/run/app.sock.");
        }

        _server = new Lazy<ConnectionServer>(() => new ConnectionServer([_address], Options, _handler));
    }

    /// <summary>Limits, callbacks and the file's permissions.</summary>
    public SocketServerOptions Options { get; init; } = new();

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
