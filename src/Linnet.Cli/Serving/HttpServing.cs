// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>An HTTP server from its start to its stop, with what is said on the way.</summary>
/// <param name="plan">Where and how it runs.</param>
/// <param name="terminal">Where to say what happens.</param>
/// <param name="metrics">Where metrics are shown, if not at a path of the server itself.</param>
internal sealed class HttpServing(ServerPlan plan, Terminal terminal, SideServer? metrics = null)
{
    /// <summary>Listens, says where, serves until it is told to stop, and lets requests finish.</summary>
    public async Task<int> RunAsync(string what, HttpHandler handler, CancellationToken stopping)
    {
        await using ServerLog log = new(plan.Log, terminal, TimeProvider.System);
        HealthCheck health = new(plan.HealthPath, handler);
        await using HttpServer server = new(plan.Addresses, health.HandleAsync)
        {
            Options = new HttpServerOptions
            {
                Limits = plan.Limits,
                StopDeadline = plan.Grace,
                AllowedHosts = plan.Hosts,
                RequestCompleted = log.Completed,
                RequestRejected = log.Rejected,
                HandlerFailed = log.SayFailed,
                Certificates = plan.Securing.Certificate is { } certificate ? [certificate] : [],
                CertificateReloadFailed = log.SayFailed,
            },
        };
        health.IsReady = () => server.IsReady;
        log.Connections = () => server.ConnectionCount;
        await server.StartAsync(stopping);
        await using HttpServer? redirect = await StartAsync(
            plan.Securing.Redirect is { } http ? new SideServer(http, new HttpsRedirect(server.BoundEndPoints[0]).HandleAsync) : null,
            plan.Hosts,
            log,
            stopping);
        await using HttpServer? shown = await StartAsync(
            metrics, metrics is null ? [] : AllowedHosts.For([metrics.Address], []), log, stopping);

        new Announcement(plan, terminal, log).Make(what, server, redirect, shown);
        await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        log.SumUp(await server.StopAsync());
        return ExitCode.Done;
    }

    private async Task<HttpServer?> StartAsync(
        SideServer? side, IReadOnlyList<string> hosts, ServerLog log, CancellationToken stopping)
    {
        if (side is null)
        {
            return null;
        }

        HttpServer server = new(side.Address, side.Handler)
        {
            Options = new HttpServerOptions
            {
                Limits = plan.Limits,
                StopDeadline = plan.Grace,
                AllowedHosts = hosts,
                RequestCompleted = log.Completed,
                RequestRejected = log.Rejected,
                HandlerFailed = log.SayFailed,
            },
        };
        await server.StartAsync(stopping);
        return server;
    }
}
