// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Serving;
using Linnet.Cli.Welcome;

namespace Linnet.Cli;

/// <summary>The <c>linnet</c> command: its verbs, and how their failures become a line and an exit code.</summary>
internal static class LinnetCommand
{
    /// <summary>Runs a command line to its end and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken stopping)
    {
        RootCommand root = Create(terminal);
        // A message that begins with @ is a message, not the name of a file with more arguments.
        ParseResult command = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Action is ParseErrorAction)
        {
            terminal.WriteError($"{Complaint(command)} Try '{HelpCommand(command)}'.");
            return ExitCode.WrongUsage;
        }

        return await RunAsync(command, terminal, stopping);
    }

    private static RootCommand Create(Terminal terminal)
    {
        RootCommand root = new("A server that starts at the socket, and tools to see what happens there.")
        {
            HelpName = "linnet",
        };
        WelcomeCommand.AddTo(root, terminal);
        root.Add(ServeCommand.Create(terminal));
        root.Add(EchoCommand.Create(terminal));
        root.Add(SendCommand.Create(terminal));
        HelpWithExamples.AddTo(root);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult command, Terminal terminal, CancellationToken stopping)
    {
        InvocationConfiguration configuration = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // StopSignals does that: graceful the first time, at once the second.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await command.InvokeAsync(configuration, stopping);
        }
        catch (FormatException failure)
        {
            // Addresses are the only text that commands read by themselves.
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
        return command.UnmatchedTokens is [string unknown, ..]
            ? $"'{unknown}' is not something that linnet understands here."
            : command.Errors[0].Message;
    }

    private static string HelpCommand(ParseResult command)
    {
        Command verb = command.CommandResult.Command;
        return verb.Parents.Any() ? $"linnet {verb.Name} --help" : "linnet --help";
    }
}
