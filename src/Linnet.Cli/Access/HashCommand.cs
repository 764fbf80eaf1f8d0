// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Cli.Access;

/// <summary><c>linnet hash</c>: what stands for a password in <c>--auth</c> and its file.</summary>
internal static class HashCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create(Terminal terminal)
    {
        Argument<string> user = new("USER")
        {
            Description = "The name to write in front of it.",
            DefaultValueFactory = _ => "user",
        };
        Verb verb = new("hash", "Read a password and print what stands for it in --auth.")
        {
            Examples =
            [
                ("linnet hash alice >> users", "asks for the password; then: linnet serve --auth-file users"),
                ("linnet hash alice < password", "reads it from the first line of a file"),
            ],
        };
        verb.Add(user);
        verb.SetAction((command, stopping) => RunAsync(command.GetRequiredValue(user), terminal, stopping));
        return verb;
    }

    private static async Task<int> RunAsync(string user, Terminal terminal, CancellationToken stopping)
    {
        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal))
        {
            throw new FormatException("A user has a name without a colon: linnet hash alice.");
        }

        string? password = terminal.ReadSecret is { } read
            ? read("Password: ")
            : await new StreamReader(terminal.InputStream).ReadLineAsync(stopping);
        if (string.IsNullOrEmpty(password))
        {
            throw new IOException("There was no password to read. Type one, or send it to the standard input.");
        }

        await terminal.Output.WriteLineAsync($"{user}:{PasswordHash.Of(password)}");
        return ExitCode.Done;
    }
}
