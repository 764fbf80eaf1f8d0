// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Sockets;

namespace Linnet;

/// <summary>One run of a server, from start to stop: what is made at the start and gone after the stop.</summary>
internal sealed class HttpServerRun
{
    private readonly Clock _clock;
    private readonly CancellationTokenSource _cutOff = new();
    private readonly ConnectionServer _connections;

    private HttpServerRun(IReadOnlyList<EndpointAddress> addresses, HttpHandler handler, HttpServerOptions options)
    {
        _clock = new Clock(options.TimeProvider);
        ServerContext context = new()
        {
            Settings = options.Limits.ToHttp1Settings(),
            Clock = _clock,
            Handler = stream => HttpExchange.RunAsync(stream, handler),
            HandlerFailed = exception => Report(options, exception),
            Ended = (connection, end) => options.ConnectionEnded?.Invoke(connection, end),
            CutOff = _cutOff.Token,
        };
        _connections = new ConnectionServer(
            addresses,
            options.ToSocketServerOptions(),
            (connection, stopping) => Http1Driver.RunAsync(connection, context, stopping));
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints => _connections.BoundEndPoints;

    /// <summary>Binds every address, or none, and begins to serve.</summary>
    public static HttpServerRun Start(
        IReadOnlyList<EndpointAddress> addresses, HttpHandler handler, HttpServerOptions options)
    {
        HttpServerRun run = new(addresses, handler, options);
        try
        {
            run._connections.Start();
        }
        catch
        {
            run._clock.Dispose();
            throw;
        }

        return run;
    }

    /// <summary>Stops, and returns how many connections were cut off.</summary>
    public async Task<int> StopAsync(TimeSpan deadline)
    {
        int cut = await _connections.StopAsync(deadline).ConfigureAwait(false);

        // A handler that is still running learns it by its token.
        await _cutOff.CancelAsync().ConfigureAwait(false);
        _clock.Dispose();
        return cut;
    }

    private static void Report(HttpServerOptions options, Exception exception)
    {
        try
        {
            options.HandlerFailed?.Invoke(exception);
        }
        catch (Exception)
        {
            // Being told of a failure must not become another one.
        }
    }
}
