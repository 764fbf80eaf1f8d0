// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet;

/// <summary>
/// An HTTP/1.1 server: an ordinary object that is constructed, started, stopped and disposed, as many in a process as
/// wanted, each at as many addresses as wanted. Its members are safe to call from any thread.
/// </summary>
/// <example>
/// <code>
/// await using HttpServer server = new("http://127.0.0.1:65432");
/// server.Get("/", () => "Hello, World!");
/// await server.RunAsync();
/// </code>
/// </example>
public sealed class HttpServer : IRoutes, IAsyncDisposable
{
    private readonly HttpAddresses _addresses;
    private readonly Router _routes;
    private readonly Lock _gate = new();
    private readonly PulledRequests? _pulled;
    private HttpServerRun? _run;

    /// <summary>A server at one address, whose routes are mapped until it is started.</summary>
    /// <param name="address">
    /// Where to listen: <c>http://127.0.0.1:8080</c>, <c>http://[::1]:8080</c>, <c>http://localhost:8080</c> for both
    /// loopback addresses, <c>http://*:8080</c> for every address, <c>unix:/run/app.sock</c>. Port 0 takes a free one.
    /// <c>http://inherited:web</c> is what systemd has passed on under that name. With <c>https</c> it needs a <see cref="Certificate"/>.
    /// </param>
    /// <exception cref="FormatException">The address is not one to listen on; the message says why.</exception>
    public HttpServer(string address)
        : this([address])
    {
    }

    /// <summary>A server at several addresses, whose routes are mapped until it is started.</summary>
    /// <param name="addresses">
    /// Where to listen, each as for one address. None for a server that only serves what <see cref="AdmitAsync"/> is given.
    /// </param>
    /// <exception cref="FormatException">An address is not one to listen on; the message says why.</exception>
    public HttpServer(IEnumerable<string> addresses)
    {
        _addresses = HttpAddresses.Parse(addresses);
        _pulled = new PulledRequests();
        _routes = new Router(_pulled.HandleAsync);
    }

    /// <summary>A server at one address that does nothing until it is started.</summary>
    /// <param name="address">
    /// Where to listen: <c>http://127.0.0.1:8080</c>, <c>http://[::1]:8080</c>, <c>http://localhost:8080</c> for both
    /// loopback addresses, <c>http://*:8080</c> for every address, <c>unix:/run/app.sock</c>. Port 0 takes a free one.
    /// </param>
    /// <param name="handler">Answers every request whose path no route has.</param>
    /// <exception cref="FormatException">The address is not one to listen on; the message says why.</exception>
    public HttpServer(string address, HttpHandler handler)
        : this([address], handler)
    {
    }

    /// <summary>A server at several addresses that does nothing until it is started.</summary>
    /// <param name="addresses">Where to listen, each as for one address.</param>
    /// <param name="handler">Answers every request whose path no route has.</param>
    /// <exception cref="FormatException">An address is not one to listen on; the message says why.</exception>
    public HttpServer(IEnumerable<string> addresses, HttpHandler handler)
    {
        _addresses = HttpAddresses.Parse(addresses);
        _routes = new Router(handler);
    }

    /// <summary>A server at one address with TLS, whose routes are mapped until it is started.</summary>
    /// <param name="address">Where to listen: <c>https://*:8443</c>, and what else goes without TLS.</param>
    /// <param name="certificate">Shows clients who the server is; <see cref="HttpServerOptions.Certificates"/> has room for more.</param>
    /// <exception cref="FormatException">The address is not one to listen on; the message says why.</exception>
    public HttpServer(string address, Certificate certificate)
        : this([address], certificate)
    {
    }

    /// <summary>A server at several addresses, some with TLS, whose routes are mapped until it is started.</summary>
    /// <param name="addresses">Where to listen, each as for one address.</param>
    /// <param name="certificate">Shows clients at addresses with https who the server is.</param>
    /// <exception cref="FormatException">An address is not one to listen on; the message says why.</exception>
    public HttpServer(IEnumerable<string> addresses, Certificate certificate)
        : this(addresses)
    {
        _addresses.Add(certificate);
    }

    /// <summary>What the server can be told; the defaults are safe.</summary>
    public HttpServerOptions Options { get; init; } = new();

    /// <summary>Where the server listens, with the ports the system chose; empty while it is stopped.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints => Volatile.Read(ref _run)?.BoundEndPoints ?? [];

    /// <summary>True while the server runs and has not begun to stop: what a balancer wants to know.</summary>
    public bool IsReady => Volatile.Read(ref _run)?.IsReady == true;

    /// <summary>True from the start to the end of the stop.</summary>
    internal bool IsRunning => Volatile.Read(ref _run) is not null;

    /// <summary>The run that is under way; null while it is stopped.</summary>
    internal HttpServerRun? Run => Volatile.Read(ref _run);

    /// <summary>How many connections there are.</summary>
    public int ConnectionCount => Volatile.Read(ref _run)?.ConnectionCount ?? 0;

    /// <inheritdoc />
    public void Map(
        string? method,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _routes.Map(method, pattern, handler, file, line);

    /// <inheritdoc />
    public void Use(HttpMiddleware middleware) => _routes.Use(middleware);

    /// <inheritdoc />
    public RouteGroup Group(string prefix) => _routes.Group(prefix);

    /// <inheritdoc />
    public RouteGroup Host(string host) => _routes.Host(host);

    /// <summary>
    /// Binds every address, or none, and begins to serve. Routes and middleware cannot be added any more. A stopped server
    /// can be started again.
    /// </summary>
    /// <exception cref="EndpointException">An address cannot be listened on; the message says what to try.</exception>
    /// <exception cref="InvalidOperationException">
    /// The server is running; or its templates overlap too much; or an address with https has no certificate.
    /// </exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_run is not null)
            {
                throw new InvalidOperationException("The server is running. Stop it before it is started again.");
            }

            _run = HttpServerRun.Start(_addresses, _routes, Options);
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops within <see cref="HttpServerOptions.StopDeadline"/>.</summary>
    /// <returns>What was cut off.</returns>
    public Task<StopReport> StopAsync() => StopAsync(Options.StopDeadline);

    /// <summary>
    /// Stops: is not ready any more and says in every response that the connection closes; after
    /// <see cref="HttpServerOptions.LameDuck"/> accepts nothing new; answers every request that has been received; at the
    /// deadline cuts off what is left. Does nothing when the server is stopped.
    /// </summary>
    /// <param name="deadline">How long handlers may take to finish.</param>
    /// <returns>What was cut off.</returns>
    public async Task<StopReport> StopAsync(TimeSpan deadline)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deadline, TimeSpan.Zero);
        return Run is { } run ? await StopAsync(run, deadline).ConfigureAwait(false) : StopReport.Nothing;
    }

    /// <summary>
    /// Starts unless started, serves until cancelled or until the process is told to end (Ctrl+C, SIGTERM), and stops
    /// within <see cref="HttpServerOptions.StopDeadline"/>. A second signal ends the process at once. When somebody else stops the
    /// server, ends with that.
    /// </summary>
    /// <exception cref="EndpointException">An address cannot be listened on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (!IsRunning)
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, Tell))
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, Tell))
        using (cancellationToken.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), told))
        {
            if (Run is { } run)
            {
                // That it has ended is left to be said here, and whoever stopped it gave it all the time it should have.
                await Task.WhenAny(told.Task, run.Ended).ConfigureAwait(false);
                await StopAsync(run, run.Ended.IsCompleted ? TimeSpan.Zero : Options.StopDeadline).ConfigureAwait(false);
            }
        }

        // The first signal is ours; the second finds the result set and takes its usual way.
        void Tell(PosixSignalContext context) => context.Cancel = told.TrySetResult();
    }

    /// <summary>
    /// Serves a connection that no listener of this server's has accepted: one in memory, one of a listener of your own. It is
    /// counted, limited and drained as any other. Ends once there was a place for it.
    /// </summary>
    /// <param name="connection">The connection, which is the server's from now on, unless this throws.</param>
    /// <param name="secure">True when TLS is spoken over it, for which the server needs a <see cref="Certificate"/>.</param>
    /// <returns>False when the server does not run, or stopped before there was a place: then it has been reset.</returns>
    /// <exception cref="InvalidOperationException">TLS is asked for, and the server has no certificate.</exception>
    public Task<bool> AdmitAsync(Connection connection, bool secure = false) =>
        HttpServerRun.AdmitAsync(Volatile.Read(ref _run), connection, secure);

    /// <summary>
    /// Gives the requests that no route matches, as they come: the pull style of HttpListener. Each exchange must be ended by
    /// <see cref="HttpExchange.Complete"/>, in the loop or in a task of its own. Starts the server unless it is started, and
    /// then also stops it, within <see cref="HttpServerOptions.StopDeadline"/>, when the loop is left. Ends when the server
    /// has stopped. Until then what was received is still given.
    /// </summary>
    /// <example>
    /// <code>
    /// await foreach (HttpExchange exchange in server.AcceptAsync(token))
    /// {
    ///     await exchange.Response.WriteAsync("Hello, World!");
    ///     exchange.Complete();
    /// }
    /// </code>
    /// </example>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">
    /// The server has a handler for these requests, or somebody takes them already.
    /// </exception>
    /// <exception cref="EndpointException">An address cannot be listened on.</exception>
    public IAsyncEnumerable<HttpExchange> AcceptAsync(CancellationToken cancellationToken = default) =>
        _pulled?.AcceptAsync(this, cancellationToken) ?? throw new InvalidOperationException(
            "The server was constructed with a handler, which has all requests that no route matches.");

    /// <summary>Stops at once, cutting off what is left.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    private async Task<StopReport> StopAsync(HttpServerRun run, TimeSpan deadline)
    {
        StopReport report = await run.StopAsync(deadline).ConfigureAwait(false);
        lock (_gate)
        {
            // Whoever stopped it too may have ended sooner, and the server run again by now.
            if (_run == run)
            {
                _pulled?.Close();
                _run = null;
            }
        }

        return report;
    }
}
