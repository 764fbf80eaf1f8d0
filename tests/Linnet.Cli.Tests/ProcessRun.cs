// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Cli.Tests;

/// <summary>One run of a program as a process of its own, killed at the end if it still runs.</summary>
internal sealed class ProcessRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ProcessRun(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach ((string name, string value) in environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.Start();
    }

    /// <summary>The command, as a shell would start it.</summary>
    public static string LinnetDll { get; } = Path.Combine(AppContext.BaseDirectory, "Linnet.Cli.dll");

    /// <summary>The same dotnet that runs the tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    public static ProcessRun Start(string program, params string[] arguments) => new(program, arguments);

    public static ProcessRun StartLinnet(params string[] arguments) => new(Dotnet, [LinnetDll, .. arguments]);

    /// <summary>The command with a variable in its environment.</summary>
    public static ProcessRun StartLinnetWith((string Name, string Value) variable, params string[] arguments) =>
        new(Dotnet, [LinnetDll, .. arguments], variable);

    /// <summary>Whether there is such a program here.</summary>
    public static bool Exists(string program)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (File.Exists(Path.Combine(folder, program)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the line that says where it listens, and returns the address.</summary>
    public async Task<string> ReadAddressAsync()
    {
        string line = await Output.ReadLineAsync().WaitAsync(Patience) ?? await Error.ReadToEndAsync();
        Assert.StartsWith("Listening on ", line);
        return line["Listening on ".Length..];
    }

    /// <summary>Sends the signal, INT or TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the exit and returns its code.</summary>
    public async Task<int> ExitAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>How much processor time it has used since it was started.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
