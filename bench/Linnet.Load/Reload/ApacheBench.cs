// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Linnet.Load.Reload;

/// <summary>
/// A process of <c>ab</c>, whose connections each shake hands in full, ask once, read to the end and begin again, for a fraction
/// of what a client in .NET costs. (wrk would resume its sessions.) It does not look at what it is shown; that remains to
/// <see cref="ReloadClient"/>.
/// </summary>
internal sealed partial class ApacheBench(ReloadCounts counts)
{
    private const string MoreThanThereIsTimeFor = "1000000";

    /// <summary>Has so many connections ask for so many seconds, and counts what they have seen.</summary>
    public async Task RunAsync(IPEndPoint server, int connections, int seconds)
    {
        string[] arguments =
            ["-q", "-t", Text(seconds), "-n", MoreThanThereIsTimeFor, "-c", Text(connections), $"https://{server}/"];
        ProcessStartInfo start = new("ab", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("ab could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        counts.AddAnswers(int.Parse(Complete().Match(output).ValueSpan, CultureInfo.InvariantCulture));
        foreach (Match failed in Failures().Matches($"{output}{await errors}"))
        {
            counts.Lost.Enqueue($"ab: {failed.Value}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=Complete requests: +)\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Complete();

    [GeneratedRegex("(?:Failed requests: +[1-9]|Non-2xx|SSL handshake|apr_).*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Failures();
}
