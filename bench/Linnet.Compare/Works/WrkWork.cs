// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>As many requests as the server can take, sent by wrk.</summary>
internal sealed partial class WrkWork(string name, string description, string path, string? script = null, string? header = null)
    : IWork
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public async Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping)
    {
        TimeSpan before = peer.Tree.ProcessorTime();
        string output = await RunAsync(peer.Ports, terms, stopping);
        TimeSpan spent = peer.Tree.ProcessorTime() - before;
        double requests = Number(Requests().Match(output));
        return requests == 0
            ? new Figures { Trouble = output }
            : new Figures
            {
                Cpu = spent.TotalMicroseconds / requests,
                Rate = Number(Rate().Match(output)),
                P50 = Milliseconds(Half().Match(output)),
                P99 = Milliseconds(Most().Match(output)),
                Resident = peer.Tree.ResidentKibibytes() / 1024.0,
                Trouble = string.Join(' ', Errors().Matches(output)),
            };
    }

    private async Task<string> RunAsync(Ports ports, Terms terms, CancellationToken stopping)
    {
        List<string> arguments = ["--latency", "-t2", $"-c{terms.Connections}", $"-d{(int)terms.Duration.TotalSeconds}"];
        if (script is not null)
        {
            arguments.AddRange(["-s", System.IO.Path.Combine(Scratch.Assets, script)]);
        }

        if (header is not null)
        {
            arguments.AddRange(["-H", header]);
        }

        ProcessStartInfo command = new("wrk", [.. arguments, ports.AddressOf(path)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process wrk = Process.Start(command) ?? throw new InvalidOperationException("wrk could not be started.");
        string output = await wrk.StandardOutput.ReadToEndAsync(stopping);
        await wrk.WaitForExitAsync(stopping);
        return output;
    }

    private static double Number(Match match) =>
        match.Success ? double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static double Milliseconds(Match match) => Number(match) * match.Groups["unit"].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1000,
        _ => double.NaN,
    };

    [GeneratedRegex(@"(?<number>\d+) requests in", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[\d.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"\n\s+50%\s+(?<number>[\d.]+)(?<unit>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Half();

    [GeneratedRegex(@"\n\s+99%\s+(?<number>[\d.]+)(?<unit>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Most();

    [GeneratedRegex(@"Socket errors.*|Non-2xx.*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Errors();
}
