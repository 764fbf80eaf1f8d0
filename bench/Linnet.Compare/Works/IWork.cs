// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>Something that servers are made to do.</summary>
internal interface IWork
{
    /// <summary>What the report calls it.</summary>
    public string Name { get; }

    /// <summary>What it is, for who reads the report.</summary>
    public string Description { get; }

    /// <summary>What is asked for, and what a server has to serve to take part.</summary>
    public string Path { get; }

    /// <summary>Has the server do it once.</summary>
    public Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping);
}
