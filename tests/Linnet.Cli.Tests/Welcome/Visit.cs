// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Welcome;
using Linnet.Sockets;

namespace Linnet.Cli.Tests.Welcome;

/// <summary>A visit to the welcome site, byte for byte, and what came back.</summary>
internal sealed class Visit
{
    private Visit(string answer)
    {
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string[] lines = answer[..end].Split("\r\n");
        StatusLine = lines[0];
        Fields = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
            field => field[0], field => field[1], StringComparer.OrdinalIgnoreCase);
        Body = answer[(end + 4)..];
    }

    public string StatusLine { get; }

    public IReadOnlyDictionary<string, string> Fields { get; }

    public string Body { get; }

    /// <summary>Sends the lines as a request head to a site of its own.</summary>
    public static Task<Visit> PayAsync(params string[] lines) => PayAtAsync("http://127.0.0.1:0", lines);

    public static async Task<Visit> PayAtAsync(string address, params string[] lines)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        await using HttpServer server = new(address, WelcomeSite.HandleAsync);
        await server.StartAsync(patience.Token);

        string target = server.BoundEndPoints[0] is IPEndPoint bound ? $"tcp://{bound}" : address;
        await using Connection connection = await Connector.ConnectAsync(target, patience.Token);
        string head = string.Concat(lines.Append("Connection: close").Append("").Select(line => line + "\r\n"));
        await connection.SendAllAsync(Encoding.Latin1.GetBytes(head), patience.Token);

        return new Visit(await ReadToEndAsync(connection, patience.Token));
    }

    private static async Task<string> ReadToEndAsync(Connection connection, CancellationToken cancellationToken)
    {
        using MemoryStream answer = new();
        byte[] buffer = new byte[4096];
        int received;

        while ((received = await connection.ReceiveAsync(buffer, cancellationToken)) > 0)
        {
            answer.Write(buffer, 0, received);
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
