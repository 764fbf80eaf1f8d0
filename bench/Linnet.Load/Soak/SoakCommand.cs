// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Soak;

/// <summary><c>soak</c>: good and bad clients for half an hour, and what the server's process holds meanwhile.</summary>
internal static class SoakCommand
{
    private const int Looks = 60;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> minutes = NumberOption.Create("--minutes", 30, "How long.");
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("soak", "Mix good, slow, cut and malformed requests for a long time, and watch what grows (Linux).")
        {
            minutes,
            transport,
        };
        command.SetAction((parsed, stopping) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetRequiredValue(minutes)), parsed.GetRequiredValue(transport), stopping));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, SocketTransport transport, CancellationToken stopping)
    {
        SoakResult result = await SoakRun.RunAsync(duration, Looks, transport, Print, stopping);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Answered} answers, {result.Failed} failures, {result.Refused} malformed requests refused, "
                + $"{result.Cut} transfers cut"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"an hour, over the second half: {result.PerHour(one => one.ResidentBytes) / (1 << 20):F2} MiB resident, "
                + $"{result.PerHour(one => one.Descriptors):F2} descriptors, {result.PerHour(one => one.Threads):F2} threads"));
        return result.Failed == 0 ? 0 : 1;
    }

    private static void Print(SoakSample sample) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.At.TotalMinutes:F1} min: {sample.ResidentBytes / (double)(1 << 20):F1} MiB, {sample.Descriptors} descriptors, "
                + $"{sample.Threads} threads"));
}
