// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>A program of others that a test runs against ours; ended with the test.</summary>
internal sealed class ForeignProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ForeignProgram(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where a program is installed; the test is skipped when it is not.</summary>
    public static string Find(string name)
    {
        string? path = All(name).FirstOrDefault();
        Assert.SkipWhen(path is null, $"{name} is not installed.");
        return path;
    }

    /// <summary>Where a Python is installed that has a module; the test is skipped when none has it.</summary>
    public static async Task<string> FindPythonAsync(string module)
    {
        foreach (string python in All("python3"))
        {
            string found = await RunAsync(
                python, "-c", $"import importlib.util; print(importlib.util.find_spec('{module}') is not None)");
            if (found.Trim() == "True")
            {
                return python;
            }
        }

        Assert.Skip($"Python's {module} is not installed.");
        return "";
    }

    /// <summary>Starts a program.</summary>
    public static ForeignProgram Start(string path, params string[] arguments) => Start(path, input: null, arguments);

    private static IEnumerable<string> All(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name))
        .Where(File.Exists);

    private static ForeignProgram Start(string path, string? input, string[] arguments)
    {
        ProcessStartInfo start = new(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        return new ForeignProgram(process);
    }

    /// <summary>Runs a program to its end, which has to be a good one, and gives what it printed.</summary>
    public static async Task<string> RunAsync(string path, params string[] arguments)
    {
        await using ForeignProgram program = Start(path, arguments);
        using CancellationTokenSource late = new(Patience);
        await program._process.WaitForExitAsync(late.Token);
        Assert.True(program._process.ExitCode == 0, $"{path}: {await program._errors}");
        return await program._output;
    }

    /// <summary>Runs a program to its end, good or not, on an input, and gives all that it printed.</summary>
    public static async Task<string> RunWithInputAsync(string path, string input, params string[] arguments)
    {
        await using ForeignProgram program = Start(path, input, arguments);
        using CancellationTokenSource late = new(Patience);
        await program._process.WaitForExitAsync(late.Token);
        return await program._output + await program._errors;
    }

    /// <summary>
    /// A port that was free a moment ago, for programs that cannot say which one they were given. On Linux at an address that is
    /// this process's own, so that no other takes it in between.
    /// </summary>
    public static IPEndPoint FreeEndPoint()
    {
        // All of 127.0.0.0/8 is loopback there; Linux counts processes up to 2^22.
        int process = Environment.ProcessId;
        IPAddress address = OperatingSystem.IsLinux()
            ? new IPAddress([127, (byte)(64 | (process >> 16)), (byte)(process >> 8), (byte)process])
            : IPAddress.Loopback;
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Waits until the program accepts connections.</summary>
    public async Task WaitUntilListeningAsync(IPEndPoint endPoint)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "The program does not listen.");
            Assert.False(_process.HasExited, "The program has ended.");
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(endPoint);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await Task.WhenAll(_output, _errors);
        _process.Dispose();
    }
}
