// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Serving;

/// <summary>The hidden verb of the server's process: says where it listens, and serves until its input ends.</summary>
internal static class ServeCommand
{
    /// <summary>The name of the verb.</summary>
    private const string Name = "serve";

    private const string LogOption = "--log";

    /// <summary>Starts the process.</summary>
    public static Task<ChildProcess> StartAsync(SocketTransport transport) => StartAsync(transport, ProcessBounds.None, log: "");

    /// <summary>Starts the process within bounds, and has it write an access log into a file; into none when it has no name.</summary>
    public static Task<ChildProcess> StartAsync(SocketTransport transport, ProcessBounds bounds, string log) =>
        ChildProcess.StartAsync(bounds, Name, TransportOption.Name, transport.ToString(), LogOption, log);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<SocketTransport> transport = TransportOption.Create();
        Option<string> log = new(LogOption) { DefaultValueFactory = static _ => "" };
        Command command = new(Name, "Serve until the input ends.") { transport, log };
        command.Hidden = true;
        command.SetAction((parsed, _) => ServeAsync(parsed.GetRequiredValue(transport), parsed.GetRequiredValue(log)));
        return command;
    }

    private static async Task<int> ServeAsync(SocketTransport transport, string log)
    {
        using MemoryPeak peak = new();
        await using LogFile requests = new(log);
        LoadHandler handler = new(peak);
        await using HttpServer server = new("http://127.0.0.1:0", handler.AnswerAsync)
        {
            Options = new HttpServerOptions
            {
                Limits = new Limits { MaxRequestBodyBytes = long.MaxValue },
                Transport = transport,
                RequestCompleted = requests.Write,
            },
        };
        await server.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)server.BoundEndPoints[0]}"));
        await Console.In.ReadToEndAsync();
        StopReport report = await server.StopAsync(TimeSpan.FromSeconds(5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.ConnectionsCut} {requests.LinesDropped}"));
        return 0;
    }
}
