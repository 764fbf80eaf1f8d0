// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// A process of ours and the lines it prints, those of standard error after those of standard output.
/// Whatever happens, disposing ends the process and all it started; nothing here waits longer than
/// three minutes.
/// </summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _deadline = new(LongestWait);
    private readonly Task _reading;

    private RunningProgram(Process process)
    {
        _process = process;
        _reading = ReadOutputAsync();
    }

    public static RunningProgram Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>The next line, as soon as it is printed; null when the program has ended.</summary>
    public async Task<string?> ReadLineAsync() =>
        await _lines.Reader.WaitToReadAsync(_deadline.Token) && _lines.Reader.TryRead(out string? line)
            ? line
            : null;

    /// <summary>All lines not yet read, when the program has ended.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        List<string> rest = [];
        while (await ReadLineAsync() is { } line)
        {
            rest.Add(line);
        }

        return rest;
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(_deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>
    /// Ends the program at once, with all it started; the lines it printed can still be read.
    /// </summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _reading;
        _process.Dispose();
        _deadline.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            await _lines.Writer.WriteAsync(line);
        }

        string text = (await errors).ReplaceLineEndings("\n").TrimEnd('\n');
        foreach (string line in text.Length == 0 ? [] : text.Split('\n'))
        {
            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }
}
