// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Cli;

/// <summary>
/// <c>linnet echo</c>: sends back what it receives, over TCP, UDP and Unix sockets, until it is told to stop.
/// </summary>
internal static class EchoCommand
{
    /// <summary>More than this per connection buys nothing.</summary>
    private const int LargestBuffer = 16 * 1024 * 1024;

    /// <summary>The verb.</summary>
    public static Verb Create(Terminal terminal)
    {
        Option<string[]> listen = new("--listen", "-l")
        {
            Description = "Where to listen; may be given more than once. tcp://HOST:PORT, udp://HOST:PORT, "
                + "unix:PATH or unix:@NAME; * is every address, port 0 any free port.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => ["tcp://127.0.0.1:65432"],
        };
        Option<int> backlog = NumberOption.Create(
            "--backlog", "NUMBER", "How many clients may wait to be accepted.", 5, 1, ushort.MaxValue);
        Option<int> buffer = NumberOption.Create(
            "--buffer", "BYTES", "How many bytes to receive at a time.", 1024, 1, LargestBuffer);
        Verb verb = new("echo", "Send back what is received, until the client is done; then serve the next.")
        {
            Examples =
            [
                ("linnet echo", "listen on tcp://127.0.0.1:65432"),
                ("linnet echo --listen 'tcp://*:7000'", "be reachable from other machines"),
                ("linnet echo -l localhost:7000 -l udp://localhost:7000", "TCP and UDP, IPv4 and IPv6"),
                ("linnet echo -l unix:/tmp/echo.sock", "a Unix socket"),
            ],
        };
        verb.Add(listen);
        verb.Add(backlog);
        verb.Add(buffer);
        verb.SetAction((command, stopping) => RunAsync(
            command.GetRequiredValue(listen),
            new EchoOptions(command.GetRequiredValue(backlog), command.GetRequiredValue(buffer)),
            terminal,
            stopping));
        return verb;
    }

    private static async Task<int> RunAsync(
        string[] addresses, EchoOptions options, Terminal terminal, CancellationToken stopping)
    {
        await using EventLines events = new(terminal);
        List<EchoServer> servers = [.. addresses.Select(address => EchoServer.Create(address, options, events))];
        try
        {
            // All of them listen before any is announced: half a start is none.
            List<string> listening = [.. servers.SelectMany(server => server.Start())];
            listening.ForEach(address => events.Write("Listening on", address));
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.StopAsync()));
        }

        return ExitCode.Done;
    }
}
