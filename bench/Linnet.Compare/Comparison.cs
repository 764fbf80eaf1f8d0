// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;
using Linnet.Compare.Works;

namespace Linnet.Compare;

/// <summary>Every server does every work, in turn, round by round, so that what disturbs one disturbs all.</summary>
internal sealed class Comparison(IReadOnlyList<IWork> works, IReadOnlyList<Peer> peers, Terms terms)
{
    private readonly Dictionary<(string Work, string Peer), List<Figures>> _figures = [];

    /// <summary>What was done.</summary>
    public IReadOnlyList<IWork> Works => works;

    /// <summary>Who did it.</summary>
    public IReadOnlyList<Peer> Peers => peers;

    /// <summary>Under which terms.</summary>
    public Terms Terms => terms;

    /// <summary>What one server did in one work, once per round; empty when it does not serve it.</summary>
    public IReadOnlyList<Figures> Of(IWork work, Peer peer) => _figures.GetValueOrDefault((work.Name, peer.Name), []);

    /// <summary>Measures everything.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        List<RunningPeer> running = [];
        try
        {
            foreach (Peer peer in peers)
            {
                running.Add(await RunningPeer.StartAsync(peer, stopping));
            }

            // The first round warms up and is not counted.
            for (int round = 0; round <= terms.Rounds; round++)
            {
                await Console.Error.WriteLineAsync($"round {round} of {terms.Rounds}");
                await RunRoundAsync(running, isCounted: round > 0, stopping);
            }
        }
        finally
        {
            foreach (RunningPeer peer in running)
            {
                await peer.DisposeAsync();
            }
        }
    }

    private async Task RunRoundAsync(IReadOnlyList<RunningPeer> running, bool isCounted, CancellationToken stopping)
    {
        foreach (IWork work in works)
        {
            foreach (RunningPeer peer in running.Where(peer => peer.Peer.Serves(work.Path)))
            {
                Figures figures = await work.MeasureAsync(peer, terms, stopping);
                if (isCounted)
                {
                    (string Work, string Peer) key = (work.Name, peer.Peer.Name);
                    _figures.TryAdd(key, []);
                    _figures[key].Add(figures);
                }
            }
        }
    }
}
