// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>This program once more, in a folder of its own, with the woven copy in Linnet's place.</summary>
internal sealed class FaultWorker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _lastWords = new();

    private FaultWorker(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_lastWords)
            {
                _lastWords.Append(line.Data).Append(' ');
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said before it died.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastWords)
            {
                return _lastWords.ToString();
            }
        }
    }

    /// <summary>Starts it.</summary>
    public static async Task<FaultWorker> StartAsync(string folder)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [Path.Combine(folder, "Linnet.Load.dll"), FaultWorkerCommand.Name])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // No file that the runtime writes when it dies.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        FaultWorker worker = new(Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} could not be started."));
        await worker._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return worker;
    }

    /// <summary>Has it play an episode; null when that has ended it.</summary>
    public async Task<EpisodeReport?> PlayAsync(string scene, int site, int pass, string failure)
    {
        try
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{scene} {site} {pass} {failure}");
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            string? report = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            return report is null ? null : JsonSerializer.Deserialize<EpisodeReport>(report);
        }
        catch (IOException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return EpisodeReport.OfFinding("the episode does not end");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
