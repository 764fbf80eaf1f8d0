// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Linnet.Load.Restarts;

/// <summary>
/// A line of processes, each of which has been started by the one before and serves in its place: see
/// <see cref="ServeInTurnCommand"/>. Owns them all; the first has been started here, and its input and output are theirs.
/// </summary>
internal sealed class Succession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _first;
    private readonly Channel<int> _listening = Channel.CreateUnbounded<int>();
    private readonly Channel<TurnReport> _stopped = Channel.CreateUnbounded<TurnReport>();
    private readonly List<TurnReport> _reports = [];
    private readonly Task _reading;
    private string _address = "";
    private int _last;

    private Succession(Process first)
    {
        _first = first;
        _reading = ReadAsync();
    }

    /// <summary>Where all of them listen.</summary>
    public string Address => _address;

    /// <summary>What those have said whose end has been waited for.</summary>
    public IReadOnlyList<TurnReport> Reports => _reports;

    /// <summary>Starts the first.</summary>
    public static async Task<Succession> StartAsync(params string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [Path.Combine(AppContext.BaseDirectory, "Linnet.Load.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Succession succession =
            new(Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} could not be started."));
        await succession.NextAsync();
        return succession;
    }

    /// <summary>Has the one whose turn it is hand over, and waits until another one listens.</summary>
    public async Task HandOverAsync()
    {
        await _first.StandardInput.WriteLineAsync(ServeInTurnCommand.Next);
        await _first.StandardInput.FlushAsync();
        await NextAsync();
    }

    /// <summary>Waits until so many have stopped.</summary>
    public async Task WaitForStopsAsync(int count)
    {
        while (_reports.Count < count)
        {
            _reports.Add(await _stopped.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }
    }

    /// <summary>Ends the last one, and waits until all have ended.</summary>
    public async Task EndAsync()
    {
        _first.StandardInput.Close();
        await _reading.WaitAsync(Patience);
        await foreach (TurnReport report in _stopped.Reader.ReadAllAsync())
        {
            _reports.Add(report);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (int number in (int[])[_first.Id, _last])
        {
            Kill(number);
        }

        await _first.WaitForExitAsync();
        _first.Dispose();
    }

    private static void Kill(int number)
    {
        try
        {
            using Process process = Process.GetProcessById(number);
            process.Kill();
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private async Task NextAsync() => _last = await _listening.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Reads what all of them print, until the last one has ended.</summary>
    private async Task ReadAsync()
    {
        while (await _first.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ', 3);
            if (words is [ServeInTurnCommand.Listening, var process, var address])
            {
                _address = address;
                _listening.Writer.TryWrite(int.Parse(process, CultureInfo.InvariantCulture));
            }
            else if (words[0] == ServeInTurnCommand.Stopped)
            {
                _stopped.Writer.TryWrite(TurnReport.Parse(line[(ServeInTurnCommand.Stopped.Length + 1)..]));
            }
        }

        _listening.Writer.TryComplete();
        _stopped.Writer.TryComplete();
    }
}
