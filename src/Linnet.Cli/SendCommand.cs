// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Cli;

/// <summary>
/// <c>linnet send</c>: sends a message, or the standard input, to a server and shows what comes back.
/// </summary>
internal static class SendCommand
{
    /// <summary>A day: whoever wants to wait longer may say <c>-</c> and wait for ever.</summary>
    private const int LongestTimeoutSeconds = 24 * 60 * 60;

    /// <summary>The verb.</summary>
    public static Verb Create(Terminal terminal)
    {
        Argument<string> message = new("MESSAGE")
        {
            Description = "What to send; - sends standard input and writes what comes back to standard output.",
            DefaultValueFactory = _ => "Hello, World!",
        };
        Option<string> to = new("--to", "-t")
        {
            Description = "The server. tcp://HOST:PORT, udp://HOST:PORT, unix:PATH or unix:@NAME.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "tcp://localhost:65432",
        };
        Option<int> timeout = NumberOption.Create(
            "--timeout",
            "SECONDS",
            "How long to wait for the answer to a message, or for more of it.",
            5,
            1,
            LongestTimeoutSeconds);
        Verb verb = new("send", "Send a message to a server and show what comes back.")
        {
            Examples =
            [
                ("linnet send", "say Hello, World! to tcp://localhost:65432"),
                ("linnet send 'Good morning' --to udp://localhost:7000", "one datagram, and the one that answers it"),
                ("linnet send - < photo.jpg | cmp - photo.jpg", "there and back, byte for byte"),
                ("linnet send -t unix:/tmp/echo.sock", "to a Unix socket"),
            ],
        };
        verb.Add(message);
        verb.Add(to);
        verb.Add(timeout);
        verb.SetAction(async (command, stopping) =>
        {
            EndpointAddress address = EndpointAddress.Parse(command.GetRequiredValue(to));
            TimeSpan patience = TimeSpan.FromSeconds(command.GetRequiredValue(timeout));
            await SendAsync(command.GetRequiredValue(message), address, patience, terminal, stopping);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Task SendAsync(
        string message, EndpointAddress address, TimeSpan patience, Terminal terminal, CancellationToken stopping)
    {
        return (address.Scheme == EndpointScheme.Udp, message is "-") switch
        {
            (false, false) => new StreamExchange(address, terminal).SendMessageAsync(
                Encoding.UTF8.GetBytes(message), patience, stopping),
            (false, true) => new StreamExchange(address, terminal).SendInputAsync(stopping),
            (true, false) => new DatagramExchange(address, patience, terminal).SendMessageAsync(
                Encoding.UTF8.GetBytes(message), stopping),
            (true, true) => new DatagramExchange(address, patience, terminal).SendInputAsync(stopping),
        };
    }
}
