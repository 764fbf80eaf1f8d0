// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading.Tasks;

namespace Linnet.Load.Reload;

/// <summary>
/// Processes of <c>openssl s_time -new</c>: each shakes hands in full, asks, reads to the end and begins again, for a fraction
/// of what a client in .NET costs. None looks at what it is shown; that remains to <see cref="ReloadClient"/>.
/// </summary>
internal sealed class OpenSslCrowd(ReloadCounts counts)
{
    private readonly List<Process> _processes = [];

    /// <summary>Starts some, each for so many seconds, or until something fails.</summary>
    public void Start(IPEndPoint server, int count, int seconds)
    {
        for (int number = 0; number < count; number++)
        {
            ProcessStartInfo start = new(
                "openssl",
                [
                    "s_time", "-connect", $"{server}", "-new", "-www", "/",
                    "-time", seconds.ToString(CultureInfo.InvariantCulture),
                ])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _processes.Add(Process.Start(start) ?? throw new InvalidOperationException("openssl could not be started."));
        }
    }

    /// <summary>Waits until all have ended, and counts what they have seen.</summary>
    public Task EndAsync() => Task.WhenAll(_processes.ConvertAll(EndAsync));

    private async Task EndAsync(Process process)
    {
        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            // "969 connections in 4 real seconds, 140 bytes read per connection"
            string[]? words = output.Split('\n').LastOrDefault(static line => line.Contains("real", StringComparison.Ordinal))?.Split(' ');
            if (process.ExitCode != 0 || words is not { Length: > 6 })
            {
                counts.Lost.Enqueue($"openssl s_time: {await errors}");
                return;
            }

            counts.AddAnswers(int.Parse(words[0], CultureInfo.InvariantCulture));

            // A mean, rounded down: a single answer that is short of a byte shows.
            int mean = int.Parse(words[6], CultureInfo.InvariantCulture);
            if (mean != counts.AnswerBytes)
            {
                counts.Lost.Enqueue($"openssl s_time: {mean} bytes an answer, and not {counts.AnswerBytes}");
            }
        }
    }
}
