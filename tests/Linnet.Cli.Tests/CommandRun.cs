// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using Xunit;

namespace Linnet.Cli.Tests;

/// <summary>One run of the command inside the test's process, its three streams in the test's hands.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly RecordingStream _error = new();
    private readonly StreamReader _lines;

    private CommandRun(
        Stream input, AnsiSupport ansi, IReadOnlyDictionary<string, string> variables, string[] arguments, bool isInteractive = true)
    {
        _lines = new StreamReader(_output.Reader.AsStream());
        Terminal terminal = new(input, _output.Writer.AsStream(), _error, ansi, ansi)
        {
            Variables = variables,
            IsInteractive = isInteractive,
        };
        Exit = Task.Run(async () =>
        {
            try
            {
                return await LinnetCommand.RunAsync(arguments, terminal, _stopping.Token);
            }
            finally
            {
                await _output.Writer.CompleteAsync();
            }
        });
    }

    /// <summary>The exit code.</summary>
    public Task<int> Exit { get; }

    /// <summary>What was complained of; complete after the exit.</summary>
    public string ErrorText => _error.Text;

    public static CommandRun Start(params string[] arguments) => new(Stream.Null, AnsiSupport.No, None, arguments);

    /// <summary>A run with one environment variable.</summary>
    public static CommandRun StartWith((string Name, string Value) variable, params string[] arguments) => new(
        Stream.Null,
        AnsiSupport.No,
        new Dictionary<string, string>(StringComparer.Ordinal) { [variable.Name] = variable.Value },
        arguments);

    public static CommandRun StartInColour(params string[] arguments) => new(Stream.Null, AnsiSupport.Yes, None, arguments);

    /// <summary>A run whose output nobody looks at.</summary>
    public static CommandRun StartPiped(params string[] arguments) =>
        new(Stream.Null, AnsiSupport.No, None, arguments, isInteractive: false);

    public static CommandRun StartWithInput(Stream input, params string[] arguments) =>
        new(input, AnsiSupport.No, None, arguments);

    /// <summary>The next line of output; null when there are no more.</summary>
    public Task<string?> ReadLineAsync() => _lines.ReadLineAsync().WaitAsync(Patience);

    /// <summary>The next line of complaints, and of what else is said where the output is for a program.</summary>
    public Task<string?> ReadErrorLineAsync() => _error.ReadLineAsync();

    /// <summary>Reads the line that says where it listens, and returns the address.</summary>
    public async Task<string> ReadAddressAsync()
    {
        string line = await ReadLineAsync() ?? "the end";
        Assert.StartsWith("Listening on ", line);
        return line["Listening on ".Length..];
    }

    /// <summary>What Ctrl+C does.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Waits for the exit and returns its code and all output that was not read.</summary>
    public async Task<(int Code, string Output)> FinishAsync()
    {
        string output = await _lines.ReadToEndAsync().WaitAsync(Patience);
        return (await Exit.WaitAsync(Patience), output);
    }

    /// <summary>Waits for the exit and returns its code and all output as bytes.</summary>
    public async Task<(int Code, byte[] Output)> FinishBytesAsync()
    {
        using MemoryStream bytes = new();
        await _output.Reader.AsStream().CopyToAsync(bytes).WaitAsync(Patience);
        return (await Exit.WaitAsync(Patience), bytes.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((Task)Exit).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
