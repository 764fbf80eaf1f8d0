// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Metrics;
using Linnet.Cli.Settings;
using Linnet.Exchanges;
using Linnet.Files;

namespace Linnet.Cli.Serving;

/// <summary><c>linnet serve</c>: the files of a folder, or one file, over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        Verb verb = new("serve", "Serve a folder, or one file, over HTTP.")
        {
            Settings = ServerSettings.OfServe,
            Examples =
            [
                ("linnet serve", "the folder you are in, on http://127.0.0.1:65432"),
                ("linnet serve site -p 8080 -o", "another folder and port, opened in your browser"),
                ("linnet serve talk.pdf --lan", "one file, for everybody on your network"),
                ("linnet serve --tls", "the folder you are in, on https://127.0.0.1:65432"),
                ("linnet serve dist --spa --watch", "an application that routes in the browser, while you write it"),
                ("linnet serve inbox --lan --upload", "a place for others to leave files"),
                ("linnet serve site -l unix:/tmp/site.sock", "behind a Unix socket"),
            ],
        };
        Setting path = ServerSettings.Path;
        verb.Add(new Argument<string>(path.ValueName)
        {
            Description = path.Description,
            DefaultValueFactory = static _ => ServerSettings.Path.Default ?? "",
        });
        return verb;
    }

    /// <summary>What it does.</summary>
    public static ServerAction Action(Terminal terminal) => new(
        "linnet serve", ServerSettings.OfServe, (values, stopping) => RunAsync(values, terminal, stopping));

    private static async Task<int> RunAsync(SettingValues values, Terminal terminal, CancellationToken stopping)
    {
        var plan = ServerPlan.Read(values);
        using FileHandler files = Site.Open(values);
        using Companions companions = new(values, plan.Addresses, plan.BasePath);
        string what = $"serves {Visible.Escape(Path.GetFullPath(values.Text(ServerSettings.Path) ?? "."))}";
        HttpHandler handler = Answers.Around(files.HandleAsync, values, companions);
        SideServer? metrics = companions is { Metrics: { } page, MetricsAddress: { } address }
            ? new SideServer(address, exchange => AnswerMetrics(page, exchange)) : null;
        return await new HttpServing(plan, terminal, metrics).RunAsync(what, handler, stopping);
    }

    private static ValueTask AnswerMetrics(MetricsPage page, HttpExchange exchange) => exchange.Request switch
    {
        { Path: "/metrics", Method: "GET" or "HEAD" } => page.SendAsync(exchange),
        _ => Results.Status(404).SendAsync(exchange),
    };
}
