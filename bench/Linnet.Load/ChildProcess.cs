// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Load;

/// <summary>
/// This program once more, in a process of its own, with a hidden verb: it prints a line when it is ready, and ends when
/// its input does.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ChildProcess(Process process, string greeting)
    {
        _process = process;
        Greeting = greeting;
    }

    /// <summary>The line it printed when it was ready.</summary>
    public string Greeting { get; }

    /// <summary>The number that the system knows it by.</summary>
    public int Id => _process.Id;

    /// <summary>True until it has ended, for whatever reason.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts it, and waits until it is ready.</summary>
    public static Task<ChildProcess> StartAsync(params string[] arguments) => StartAsync(ProcessBounds.None, arguments);

    /// <summary>Starts it within bounds, and waits until it is ready.</summary>
    public static async Task<ChildProcess> StartAsync(ProcessBounds bounds, params string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "Linnet.Load.dll");
        ProcessStartInfo start = bounds.Around(dotnet, [program, .. arguments]);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} could not be started.");
        string? greeting = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new ChildProcess(process, greeting ?? throw new InvalidOperationException($"{program} ended at once."));
    }

    /// <summary>Has it run only when nobody else wants the processor: what it costs is not to count against the others.</summary>
    public void GiveWay() => _process.PriorityClass = ProcessPriorityClass.Idle;

    /// <summary>Tells it to end, and gives what it printed last.</summary>
    public async Task<string> EndAsync()
    {
        _process.StandardInput.Close();
        string rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return rest.Trim();
    }

    /// <inheritdoc />
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
