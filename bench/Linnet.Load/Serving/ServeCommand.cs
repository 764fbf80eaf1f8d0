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

    /// <summary>Starts the process.</summary>
    public static Task<ChildProcess> StartAsync(SocketTransport transport) =>
        ChildProcess.StartAsync(Name, TransportOption.Name, transport.ToString());

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new(Name, "Serve until the input ends.") { transport };
        command.Hidden = true;
        command.SetAction((parsed, _) => ServeAsync(parsed.GetRequiredValue(transport)));
        return command;
    }

    private static async Task<int> ServeAsync(SocketTransport transport)
    {
        using MemoryPeak peak = new();
        LoadHandler handler = new(peak);
        await using HttpServer server = new("http://127.0.0.1:0", handler.AnswerAsync)
        {
            Options = new HttpServerOptions
            {
                Limits = new Limits { MaxRequestBodyBytes = long.MaxValue },
                Transport = transport,
            },
        };
        await server.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)server.BoundEndPoints[0]}"));
        await Console.In.ReadToEndAsync();
        StopReport report = await server.StopAsync(TimeSpan.FromSeconds(5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.ConnectionsCut}"));
        return 0;
    }
}
