// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>Another work, with thousands of connections beside it that only wait.</summary>
internal sealed class IdleWork(IWork inner) : IWork
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public string Path => inner.Path;

    /// <inheritdoc/>
    public async Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping)
    {
        // A process of its own each time: memory that an earlier crowd has left behind would not be counted.
        await using RunningPeer fresh = await RunningPeer.StartAsync(peer.Peer, stopping);

        // The first pay for what all share: threads, pools, compiled code.
        await inner.MeasureAsync(fresh, terms, stopping);
        using Crowd first = await Crowd.GatherAsync(fresh.Ports, Path, terms.Idle / 10, stopping);
        long before = fresh.Tree.ResidentKibibytes();
        using Crowd crowd = await Crowd.GatherAsync(fresh.Ports, Path, terms.Idle, stopping);
        double each = (fresh.Tree.ResidentKibibytes() - before) / (double)terms.Idle;
        Figures figures = await inner.MeasureAsync(fresh, terms, stopping);
        return figures with { ResidentPerConnection = each };
    }
}
