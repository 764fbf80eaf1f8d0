// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>One seed after the other, until so many faults have been injected or something has been found.</summary>
internal sealed class SimulationRun(ulong firstSeed, bool isSecured = false)
{
    /// <summary>A quarter of the seeds have a network that only splits, delays and accepts late: there nothing may go wrong at all.</summary>
    private const int KindEvery = 4;

    private static readonly NetworkFaults Kind = new() { Refusals = 0, AbortedAccepts = 0, Resets = 0, Cuts = 0, Silences = 0, Stalls = 0, ClockJumps = 0 };

    /// <summary>Faults injected.</summary>
    public long Faults { get; private set; }

    /// <summary>Splits, merges and waits.</summary>
    public long Splits { get; private set; }

    /// <summary>Seeds run.</summary>
    public long Episodes { get; private set; }

    /// <summary>Requests begun.</summary>
    public long Requests { get; private set; }

    /// <summary>What was found, each line with the command that shows it again.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Runs until there were so many faults, or a finding.</summary>
    public void Run(long faults, Action<string>? traced = null)
    {
        using ThreadBuffers buffers = new();
        ulong seed = firstSeed;
        do
        {
            SimulationEpisode episode = SimulationEpisode.Run(seed, FaultsOf(seed), isSecured, traced);
            Faults += episode.Network.FaultCount;
            Splits += episode.Network.SplitCount;
            Requests += episode.Requests;
            Episodes++;
            Findings.AddRange(episode.Findings.Select(finding => $"seed {seed}: {finding}"));
            seed++;
        }
        while (Faults < faults && Findings.Count == 0);
    }

    /// <summary>What the network of a seed does.</summary>
    public static NetworkFaults FaultsOf(ulong seed) => seed % KindEvery == 0 ? Kind : new NetworkFaults();
}
