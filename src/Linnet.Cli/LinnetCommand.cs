// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Serving;
using Linnet.Cli.Settings;
using Linnet.Cli.Welcome;

namespace Linnet.Cli;

/// <summary>The <c>linnet</c> command: its verbs, and how their failures become a line and an exit code.</summary>
internal static class LinnetCommand
{
    /// <summary>Runs a command line to its end and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken stopping)
    {
        RootCommand root = CommandTree.Create(terminal);
        return ServerOf(arguments, terminal) is { } server
            ? await ServeAsync(server, root, arguments, terminal, stopping)
            : await InvokeAsync(root, arguments, terminal, stopping);
    }

    /// <summary>The server that a command line names; null when it names another verb.</summary>
    private static ServerAction? ServerOf(string[] arguments, Terminal terminal) => arguments switch
    {
        [] => WelcomeCommand.Action(terminal),
        [string option, ..] when option.StartsWith('-') => WelcomeCommand.Action(terminal),
        ["serve", ..] => ServeCommand.Action(terminal),
        _ => null,
    };

    private static async Task<int> ServeAsync(
        ServerAction server, RootCommand root, string[] arguments, Terminal terminal, CancellationToken stopping)
    {
        string[] words = arguments is ["serve", ..] ? arguments[1..] : arguments;
        return await GuardAsync(
            async () =>
            {
                CommandLineReader reader = new(server.Settings, server.CommandName, words);
                return reader.Asked is { } asked
                    ? await InvokeAsync(root, [.. arguments[..^words.Length], asked], terminal, stopping)
                    : await server.RunAsync(reader, terminal, stopping);
            },
            terminal,
            stopping);
    }

    private static async Task<int> InvokeAsync(
        RootCommand root, string[] arguments, Terminal terminal, CancellationToken stopping)
    {
        // A message that begins with @ is a message, not the name of a file with more arguments.
        ParseResult command = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Action is ParseErrorAction)
        {
            terminal.WriteError(Complaint(command));
            return ExitCode.WrongUsage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // StopSignals does that: graceful the first time, at once the second.
            ProcessTerminationTimeout = null,
        };
        return await GuardAsync(() => command.InvokeAsync(configuration, stopping), terminal, stopping);
    }

    /// <summary>Makes one line and an exit code of what fails.</summary>
    private static async Task<int> GuardAsync(Func<Task<int>> run, Terminal terminal, CancellationToken stopping)
    {
        try
        {
            return await run();
        }
        catch (FormatException failure)
        {
            // Something that was written on the command line, in a variable or in a file.
            terminal.WriteError(failure.Message);
            return ExitCode.WrongUsage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError(failure.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            terminal.WriteError("Stopped before it was done.");
            return ExitCode.Failed;
        }
    }

    /// <summary>One complaint at a time: what follows from the first is noise.</summary>
    private static string Complaint(ParseResult command)
    {
        if (command.UnmatchedTokens is not [string unknown, ..])
        {
            return $"{command.Errors[0].Message} Try '{HelpCommand(command)}'.";
        }

        Command verb = command.CommandResult.Command;
        IEnumerable<string> names = unknown.StartsWith('-')
            ? verb.Options.SelectMany(static option => option.Aliases.Append(option.Name))
            : verb.Subcommands.Select(static each => each.Name);
        return Closest.To(unknown, names) is { } close
            ? $"'{unknown}' is not something that linnet understands here; {close} is close."
            : $"'{unknown}' is not something that linnet understands here. Try '{HelpCommand(command)}'.";
    }

    private static string HelpCommand(ParseResult command)
    {
        Command verb = command.CommandResult.Command;
        return verb.Parents.Any() ? $"linnet {verb.Name} --help" : "linnet --help";
    }
}
