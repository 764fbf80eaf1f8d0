// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>An HTTP server from its start to its stop, with what is said on the way.</summary>
/// <param name="addresses">Where to listen.</param>
/// <param name="hosts">The hosts to answer for; none for every host.</param>
/// <param name="securing">How it is secured.</param>
/// <param name="terminal">Where to say what happens.</param>
internal sealed class HttpServing(
    IReadOnlyList<string> addresses, IReadOnlyList<string> hosts, Securing securing, Terminal terminal)
{
    /// <summary>Listens, says where, serves until it is told to stop, and lets requests finish.</summary>
    public async Task<int> RunAsync(string what, HttpHandler handler, CancellationToken stopping)
    {
        await using EventLines events = new(terminal);
        RequestLog log = new(events, TimeProvider.System);
        await using HttpServer server = new(addresses, log.Around(handler))
        {
            Options = new HttpServerOptions
            {
                AllowedHosts = hosts,
                RequestRejected = log.Reject,
                Certificates = securing.Certificate is { } certificate ? [certificate] : [],
                CertificateReloadFailed = failure => events.Write($"[red]{Visible.Escape(failure.Message)}[/]"),
            },
        };
        await server.StartAsync(stopping);
        await using HttpServer? redirect = await RedirectAsync(server.BoundEndPoints[0], log, stopping);

        foreach (string line in Banner.Lines(what, server.BoundEndPoints, securing, redirect?.BoundEndPoints))
        {
            events.Write($"{line}");
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        StopReport report = await server.StopAsync(server.Options.StopDeadline);

        foreach (CutRequest cut in report.RequestsCut)
        {
            events.Write($"[red]cut[/]  {Visible.Escape($"{cut.Method} {cut.Target}")}");
        }

        return ExitCode.Done;
    }

    private async Task<HttpServer?> RedirectAsync(EndPoint secured, RequestLog log, CancellationToken stopping)
    {
        if (securing.Redirect is null)
        {
            return null;
        }

        HttpServer server = new(securing.Redirect, log.Around(new HttpsRedirect(secured).HandleAsync))
        {
            Options = new HttpServerOptions { AllowedHosts = hosts, RequestRejected = log.Reject },
        };
        await server.StartAsync(stopping);
        return server;
    }
}
