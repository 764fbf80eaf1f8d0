// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;

using Linnet.Cli.Settings;
using Linnet.Diagnostics;

namespace Linnet.Cli.Serving;

/// <summary>Counts what a server did: for the line that shows it while it runs, and the one that sums it up at the end.</summary>
internal sealed class Traffic(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _requests;
    private long _bytes;
    private long _lastRequests;
    private long _last = time.GetTimestamp();

    /// <summary>Counts a request that has ended.</summary>
    public void Count(in RequestReport request)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytes, request.BytesSent);
    }

    /// <summary>What goes on: asked by one reader, about every second.</summary>
    public string Status(int connections)
    {
        long requests = Interlocked.Read(ref _requests);
        double seconds = Math.Max(time.GetElapsedTime(_last).TotalSeconds, 0.001);
        double rate = (requests - _lastRequests) / seconds;
        if (seconds > 0.5)
        {
            _lastRequests = requests;
            _last = time.GetTimestamp();
        }

        string sent = ByteCount.Show(Interlocked.Read(ref _bytes));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted(requests, "request")}, {rate:0}/s, {Counted(connections, "connection")}, {sent} sent");
    }

    /// <summary>What was done.</summary>
    public string Summary(int cut)
    {
        string cutOff = cut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {cut} cut off");
        return $"{Counted(Interlocked.Read(ref _requests), "request")}, {ByteCount.Show(Interlocked.Read(ref _bytes))} sent"
            + $"{cutOff}, in {Shown(time.GetElapsedTime(_start))}.";
    }

    private static string Counted(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Shown(TimeSpan span) => span.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span:mm\\:ss} h");
}
