// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>
/// Weaves, looks which scene passes which sites, and has one call after the other fail. What is played follows from the code
/// alone: the same build plays the same episodes.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    /// <summary>Not given back after a failure on purpose: somebody may still read from it or write to it.</summary>
    private static readonly FrozenSet<string> LeftToTheCollector = FrozenSet.ToFrozenSet(
        [
            "Linnet.Exchanges.ResponseFilter.SendFileAsync: ArrayPool`1.Rent",
            "Linnet.Exchanges.StreamedContent.SendAsync: ArrayPool`1.Rent",
        ],
        StringComparer.Ordinal);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-woven-");
    private readonly List<CallSite> _sites = [];
    private readonly List<string> _findings = [];
    private readonly List<string> _details = [];
    private readonly HashSet<int> _failed = [];
    private readonly Dictionary<string, IReadOnlyDictionary<int, int>> _passes = [];
    private readonly Dictionary<string, TimeSpan> _lasted = [];
    private FaultWorker? _worker;

    /// <summary>Weaves.</summary>
    public FaultRun()
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(IsNeeded))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetFileName(file));
            if (Path.GetFileName(file) is "Linnet.dll" or "Linnet.Protocol.dll")
            {
                Weaver.Weave(file, copy, _sites);
            }
            else
            {
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Every site, by number.</summary>
    public IReadOnlyList<CallSite> Sites => _sites;

    /// <summary>How many calls have failed.</summary>
    public int Faults { get; private set; }

    /// <summary>How many were to fail and were not come to: what passes a site is not the same each time.</summary>
    public int Missed { get; private set; }

    /// <summary>What was not as it must be, each with what shows it again.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Who suffered and where, for each finding.</summary>
    public IReadOnlyList<string> Details => _details;

    /// <summary>The sites at which no call has failed.</summary>
    public IEnumerable<CallSite> Untouched => _sites.Where(site => !_failed.Contains(site.Number));

    /// <summary>The sites that no scene has passed without a fault.</summary>
    public IEnumerable<CallSite> NotPassed =>
        _sites.Where(site => !_passes.Values.Any(passes => passes.ContainsKey(site.Number)));

    /// <summary>Plays every scene without a fault, to see what it passes; it must be as it should.</summary>
    /// <param name="scenes">The scenes.</param>
    /// <param name="only">What the names of sites that are to fail have in them; empty for all.</param>
    public async Task LookAsync(IReadOnlyList<FaultScene> scenes, string only = "")
    {
        foreach (FaultScene scene in scenes)
        {
            await PlayAsync(scene.Name, -1, 0, FaultWorkerCommand.NoFailure);
            long began = Stopwatch.GetTimestamp();
            EpisodeReport report = await PlayAsync(scene.Name, -1, 0, FaultWorkerCommand.NoFailure);
            _lasted[scene.Name] = Stopwatch.GetElapsedTime(began);
            Note($"{scene.Name} without a fault", report);
            _passes[scene.Name] = report.Passes
                .Where(one => _sites[one.Key].Name.Contains(only, StringComparison.Ordinal)).ToDictionary();
        }
    }

    /// <summary>Has each site fail once, in the shortest scene that passes it, the ways in turn.</summary>
    public async Task FailEachOnceAsync()
    {
        string[] scenes = [.. _passes.Keys.OrderBy(scene => _lasted[scene])];
        foreach (CallSite site in _sites)
        {
            if (scenes.FirstOrDefault(scene => _passes[scene].ContainsKey(site.Number)) is { } scene)
            {
                await FailAsync(scene, site, 1, site.Failures[site.Number % site.Failures.Count]);
            }
        }
    }

    /// <summary>Has each site fail in each scene that passes it, in every way, at each of its first passes and the last.</summary>
    public async Task FailAllAsync(int passes, Action<string> tell)
    {
        foreach ((string scene, IReadOnlyDictionary<int, int> passed) in _passes)
        {
            int before = Faults;
            foreach ((int number, int times) in passed.OrderBy(one => one.Key))
            {
                foreach (int pass in Enumerable.Range(1, Math.Min(times, passes)).Append(times).Distinct())
                {
                    foreach (string failure in _sites[number].Failures)
                    {
                        await FailAsync(scene, _sites[number], pass, failure);
                    }
                }
            }

            tell(string.Create(CultureInfo.InvariantCulture, $"{scene}: {passed.Count} sites passed, {Faults - before} faults"));
        }
    }

    /// <summary>Has one call fail.</summary>
    public async Task FailAsync(string scene, CallSite site, int pass, string failure)
    {
        EpisodeReport report = await PlayAsync(scene, site.Number, pass, failure);
        if (report.HasFailed)
        {
            Faults++;
            _failed.Add(site.Number);
        }
        else
        {
            Missed++;
        }

        Note(string.Create(CultureInfo.InvariantCulture, $"{scene}, {site.Name}, pass {pass}, {failure}"), report);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndWorkerAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>This program and what it stands on, and nothing of a test that runs it.</summary>
    private static bool IsNeeded(string file)
    {
        string name = Path.GetFileName(file);
        return name is "Linnet.dll" or "Linnet.Protocol.dll" or "Linnet.Testing.dll" or "System.CommandLine.dll"
            || name.StartsWith("Linnet.Load.", StringComparison.Ordinal)
            || name.StartsWith("Mono.Cecil", StringComparison.Ordinal);
    }

    private async Task<EpisodeReport> PlayAsync(string scene, int site, int pass, string failure)
    {
        if (_worker is null)
        {
            // What is made once in a process is made in the first, which nobody judges.
            _worker = await FaultWorker.StartAsync(_folder.FullName);
            await _worker.PlayAsync(scene, -1, 0, FaultWorkerCommand.NoFailure);
        }

        EpisodeReport? report = await _worker.PlayAsync(scene, site, pass, failure);
        if (report is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            string words = _worker.LastWords;
            await EndWorkerAsync();
            return EpisodeReport.OfFinding($"THE PROCESS DIED: {words}");
        }

        if (report.Findings.Count > 0)
        {
            // What it left behind must not be found again in the next.
            await EndWorkerAsync();
        }

        return report;
    }

    private async Task EndWorkerAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
            _worker = null;
        }
    }

    private void Note(string what, EpisodeReport report)
    {
        IEnumerable<string> kept = report.Kept.Select(site => _sites[site].Name).Where(name => !LeftToTheCollector.Contains(name))
            .Select(name => $"an array is not given back, rented at {name}");
        foreach (string finding in report.Findings.Concat(kept))
        {
            _findings.Add($"{what}: {finding}");
            _details.Add(report.Detail);
        }
    }
}
