// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet;

/// <summary>One run of a server, from start to stop: what is made at the start and gone after the stop.</summary>
internal sealed class HttpServerRun
{
    private readonly HttpServerOptions _options;
    private readonly Clock _clock;
    private readonly MemoryWatch? _memory;
    private readonly Admission _admission;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Ending _ended = new();
    private readonly ServerContext _context;
    private readonly TlsSettings? _tls;
    private readonly ConnectionServer _connections;

    private HttpServerRun(
        IReadOnlyList<EndpointAddress> addresses,
        IReadOnlyList<Certificate> certificates,
        HttpHandler handler,
        long maxRouteBodyBytes,
        HttpServerOptions options)
    {
        _options = options;
        _clock = new Clock(options.TimeProvider);
        _memory = options.Limits.ToMemoryWatch();
        _admission = options.Limits.ToAdmission();
        ServerEvents events = new(options);
        _context = new ServerContextFactory(options, events, maxRouteBodyBytes).Create(
            handler, _clock, _memory, _admission, _draining.Token, _cutOff.Token);
        _tls = HttpsAddresses.Settings(certificates, options, events.OnCertificateReloadFailed);
        _connections = options.ToConnectionServer(
            addresses,
            _tls,
            (connection, _) => ProxyProtocol.RunAsync(connection, _context));
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints => _connections.BoundEndPoints;

    /// <summary>False from the moment the server begins to stop.</summary>
    public bool IsReady => !_draining.IsCancellationRequested;

    /// <summary>Ends when the server has stopped.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What accepts and keeps the connections.</summary>
    public ConnectionServer Connections => _connections;

    /// <summary>How many connections there are.</summary>
    public int ConnectionCount => _admission.Count;

    /// <summary>Binds every address, or none, and begins to serve.</summary>
    public static HttpServerRun Start(
        HttpAddresses addresses, Router routes, HttpServerOptions options)
    {
        HttpHandler handler = routes.Freeze(options.Limits.MaxRequestBodyBytes);
        IReadOnlyList<Certificate> certificates =
            addresses.Certificate is { } certificate ? [certificate, .. options.Certificates] : options.Certificates;
        HttpsAddresses.Require(addresses.All, certificates);
        HttpServerRun run = new(addresses.All, certificates, handler, routes.MostBodyBytes, options);
        try
        {
            run._connections.Start();
        }
        catch
        {
            run._clock.Dispose();
            run._memory?.Dispose();
            throw;
        }

        return run;
    }

    /// <summary>Serves a connection that is given to a server; false, and reset, when it does not run or has stopped.</summary>
    public static async Task<bool> AdmitAsync(HttpServerRun? run, Connection connection, bool secure)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (secure && run is { _tls: null })
        {
            throw new InvalidOperationException("TLS needs a certificate: construct the server with one.");
        }

        Connection served = secure && run?._tls is { } tls ? tls.Secure(connection) : connection;
        if (run is not null && await run._connections.AdmitAsync(served).ConfigureAwait(false))
        {
            return true;
        }

        served.Abort();
        await served.DisposeAsync().ConfigureAwait(false);
        return false;
    }

    /// <summary>Stops, and says what was cut off.</summary>
    public async Task<StopReport> StopAsync(TimeSpan deadline)
    {
        // Connections are told here and at once; who has registered on the token is told by the thread pool.
        Task told = TellAsync(_draining);
        _admission.BeginDrain();
        await told.ConfigureAwait(false);
        if (_options.LameDuck > TimeSpan.Zero && deadline > TimeSpan.Zero)
        {
            // Another stop may not want to wait; then there is nothing left to accept with.
            await _ended.WaitAsync(_options.LameDuck, _options.TimeProvider).ConfigureAwait(false);
        }

        StopReport report = StopReport.Nothing;
        await _connections.StopAsync(deadline, CutOff).ConfigureAwait(false);
        _clock.Dispose();
        _memory?.Dispose();
        _ended.Set();
        return report;

        void CutOff(int connections)
        {
            report = StopReport.Of(connections, _admission);

            // Handlers that are still running learn it by their token.
            _ = TellAsync(_cutOff);
        }
    }

    /// <summary>A source that is cancelled with a token, and when this begins to stop; the caller's.</summary>
    public CancellationTokenSource EndWithStop(CancellationToken cancellationToken) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _draining.Token);

    private async Task TellAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What handlers have registered on their tokens is their code, and keeps no server from stopping.
            _context.HandlerFailed(exception);
        }
    }
}
