// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Testing;

/// <summary>
/// How unkind a <see cref="SimulatedNetwork"/> is. Each number is a probability for one connection, or, where it says so, for
/// one step.
/// </summary>
public sealed record NetworkFaults
{
    /// <summary>A network on which nothing is lost, late or cut.</summary>
    public static NetworkFaults None { get; } = new()
    {
        Refusals = 0,
        AbortedAccepts = 0,
        DescriptorShortages = 0,
        Resets = 0,
        Cuts = 0,
        Silences = 0,
        Stalls = 0,
        ClockJumps = 0,
        Delays = 0,
        Splits = 0,
        Waits = 0,
    };

    /// <summary>The connection is refused before the server sees it.</summary>
    public double Refusals { get; init; } = 0.02;

    /// <summary>It is made, and lost before the server accepts it (ECONNABORTED): the client finds it reset.</summary>
    public double AbortedAccepts { get; init; } = 0.02;

    /// <summary>
    /// At its start the server's system has no descriptor left (EMFILE), for up to ten seconds: who connects may send, and waits to be
    /// accepted until then.
    /// </summary>
    public double DescriptorShortages { get; init; } = 0.02;

    /// <summary>It is reset, for both sides, at some byte.</summary>
    public double Resets { get; init; } = 0.25;

    /// <summary>A stream ends in order at some byte, as when a program is killed; whoever sent learns of it later.</summary>
    public double Cuts { get; init; } = 0.2;

    /// <summary>From some byte on nothing arrives any more, and nobody is told.</summary>
    public double Silences { get; init; } = 0.1;

    /// <summary>Nothing arrives for a while of up to ninety seconds; up to three times in each direction.</summary>
    public double Stalls { get; init; } = 0.5;

    /// <summary>At its start somebody sets the time of day, or the machine falls asleep for up to forty seconds.</summary>
    public double ClockJumps { get; init; } = 0.02;

    /// <summary>Bytes take up to 300 ms; for each arrival.</summary>
    public double Delays { get; init; } = 0.3;

    /// <summary>Bytes arrive, are received, or are taken to be sent in part only; for each step.</summary>
    public double Splits { get; init; } = 0.5;

    /// <summary>What could be done at once has to be waited for; for each operation.</summary>
    public double Waits { get; init; } = 0.3;
}
