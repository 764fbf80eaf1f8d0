// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Load.Exhaustion;

/// <summary>What a shortage did to a server and its good client.</summary>
/// <param name="Name">What it was left without.</param>
/// <param name="Answered">What the good client was answered meanwhile.</param>
/// <param name="TurnedAway">How often it was told to ask again later.</param>
/// <param name="Failed">How often it was told nothing.</param>
/// <param name="Longest">The longest that an answer took.</param>
/// <param name="Recovery">How long after the end of the shortage somebody new was answered; null when nobody was.</param>
/// <param name="Survived">True when the process was there at the end, and stopped when told to.</param>
/// <param name="LinesDropped">Lines that the access log has counted as lost.</param>
internal sealed record ShortageResult(
    string Name,
    int Answered,
    int TurnedAway,
    int Failed,
    TimeSpan Longest,
    TimeSpan? Recovery,
    bool Survived,
    long LinesDropped)
{
    /// <summary>True when the server has lived through it as it promises to.</summary>
    public bool IsBorne => Survived && Recovery is not null && Failed == 0 && Answered > 0;
}
