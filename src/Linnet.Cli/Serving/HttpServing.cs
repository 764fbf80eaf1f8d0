// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.QrCodes;
using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>An HTTP server from its start to its stop, with what is said on the way.</summary>
/// <param name="plan">Where and how it runs.</param>
/// <param name="terminal">Where to say what happens.</param>
internal sealed class HttpServing(ServerPlan plan, Terminal terminal)
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
        await using HttpServer? redirect = await RedirectAsync(server.BoundEndPoints[0], log, stopping);

        Announce(log, new Banner(plan, server.BoundEndPoints, plan.IsLan ? Reach.OfThisMachine() : []), what, redirect);
        await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        log.SumUp(await server.StopAsync());
        return ExitCode.Done;
    }

    private void Announce(ServerLog log, Banner banner, string what, HttpServer? redirect)
    {
        foreach (string line in banner.Lines(what, redirect?.BoundEndPoints))
        {
            log.Say($"{line}");
        }

        if (terminal.IsInteractive && banner.Remote is { } remote && QrCode.Of(remote.AbsoluteUri) is { } code)
        {
            foreach (string line in QrText.Lines(code))
            {
                log.Say($"  [white on black]{line}[/]");
            }
        }

        if (plan.Open is { } path && banner.Local is { } local)
        {
            OpenPage(log, new Uri(local, path));
        }
    }

    private static void OpenPage(ServerLog log, Uri page)
    {
        try
        {
            Browser.Open(page);
        }
        catch (IOException failure)
        {
            log.SayFailed(failure);
        }
    }

    private async Task<HttpServer?> RedirectAsync(EndPoint secured, ServerLog log, CancellationToken stopping)
    {
        if (plan.Securing.Redirect is null)
        {
            return null;
        }

        HttpServer server = new(plan.Securing.Redirect, new HttpsRedirect(secured).HandleAsync)
        {
            Options = new HttpServerOptions
            {
                Limits = plan.Limits,
                StopDeadline = plan.Grace,
                AllowedHosts = plan.Hosts,
                RequestCompleted = log.Completed,
                RequestRejected = log.Rejected,
                HandlerFailed = log.SayFailed,
            },
        };
        await server.StartAsync(stopping);
        return server;
    }
}
