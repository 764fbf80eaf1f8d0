// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading;
using System.Threading.Tasks;

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
        await using EventLines events = new(terminal);
        RequestLog log = new(events, System.TimeProvider.System);
        HealthCheck health = new(plan.HealthPath, handler);
        await using HttpServer server = new(plan.Addresses, log.Around(health.HandleAsync))
        {
            Options = new HttpServerOptions
            {
                Limits = plan.Limits,
                StopDeadline = plan.Grace,
                AllowedHosts = plan.Hosts,
                RequestRejected = log.Reject,
                Certificates = plan.Securing.Certificate is { } certificate ? [certificate] : [],
                CertificateReloadFailed = failure => events.Write($"[red]{Visible.Escape(failure.Message)}[/]"),
            },
        };
        health.IsReady = () => server.IsReady;
        await server.StartAsync(stopping);
        await using HttpServer? redirect = await RedirectAsync(server.BoundEndPoints[0], log, stopping);

        foreach (string line in Banner.Lines(what, server.BoundEndPoints, plan, redirect?.BoundEndPoints))
        {
            events.Write($"{line}");
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        StopReport report = await server.StopAsync();

        foreach (CutRequest cut in report.RequestsCut)
        {
            events.Write($"[red]cut[/]  {Visible.Escape($"{cut.Method} {cut.Target}")}");
        }

        return ExitCode.Done;
    }

    private async Task<HttpServer?> RedirectAsync(EndPoint secured, RequestLog log, CancellationToken stopping)
    {
        if (plan.Securing.Redirect is null)
        {
            return null;
        }

        HttpServer server = new(plan.Securing.Redirect, log.Around(new HttpsRedirect(secured).HandleAsync))
        {
            Options = new HttpServerOptions { AllowedHosts = plan.Hosts, RequestRejected = log.Reject },
        };
        await server.StartAsync(stopping);
        return server;
    }
}
