// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary>
/// The hidden verb of a server that is followed by another process. It says on which port or path it listens, waits for a word, and
/// either starts its successor before it stops, or only stops; the successor has its input and output.
/// </summary>
internal static class ServeInTurnCommand
{
    /// <summary>The name of the verb.</summary>
    public const string Name = "serve-in-turn";

    /// <summary>The option that says how many seconds its stop waits.</summary>
    public const string Deadline = "--deadline";

    /// <summary>What it prints when it listens, before its number and where.</summary>
    public const string Listening = "listening";

    /// <summary>What it prints when it has stopped, before its figures: <see cref="TurnReport"/>.</summary>
    public const string Stopped = "stopped";

    /// <summary>What it is told for a successor.</summary>
    public const string Next = "next";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> address = new("address");
        Option<SocketTransport> transport = TransportOption.Create();
        Option<int> deadline = new(Deadline);
        Command command = new(Name, "Serve until told, and have a successor.") { address, deadline, transport };
        command.Hidden = true;
        command.SetAction((parsed, _) => ServeAsync(
            parsed.GetRequiredValue(address),
            TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline)),
            parsed.GetRequiredValue(transport)));
        return command;
    }

    private static async Task<int> ServeAsync(string address, TimeSpan deadline, SocketTransport transport)
    {
        Journal journal = new();
        bool isSecured = address.StartsWith("https:", StringComparison.Ordinal);
        await using HttpServer server = new([address], new RestartHandler(journal).AnswerAsync)
        {
            Options = new HttpServerOptions
            {
                Transport = transport,
                Certificates = isSecured ? [LoadCertificate.Create()] : [],
            },
        };
        await server.StartAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Listening} {Environment.ProcessId} {server.BoundEndPoints[0]}"));
        if (await Console.In.ReadLineAsync() == Next)
        {
            // The same program once more: a real one would be its new version.
            ProcessStartInfo start = new(Environment.ProcessPath ?? "dotnet", Environment.GetCommandLineArgs());
            using Process successor = await server.StartSuccessorAsync(start);
        }

        long began = Stopwatch.GetTimestamp();
        StopReport report = await server.StopAsync(deadline);
        TurnReport turn = new(journal.Total, report.ConnectionsCut, Stopwatch.GetElapsedTime(began));
        Console.WriteLine($"{Stopped} {turn.Write()}");
        return 0;
    }
}
