// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>Starts the server anew and asks it until it answers.</summary>
internal sealed class StartWork(string name, string description, string path) : IWork
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public async Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping)
    {
        await using RunningPeer fresh = await RunningPeer.StartAsync(peer.Peer, stopping);
        return new Figures
        {
            Start = fresh.Start.TotalMilliseconds,
            Resident = fresh.Tree.ResidentKibibytes() / 1024.0,
        };
    }
}
