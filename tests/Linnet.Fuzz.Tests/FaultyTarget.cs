// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Fuzz.Targets;

namespace Linnet.Fuzz.Tests;

/// <summary>A reader with one fault.</summary>
internal sealed class FaultyTarget(Fault fault) : ITarget
{
    private byte[] _kept = [];

    /// <inheritdoc/>
    public string Name => "faulty";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(200, 2);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words => [];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        int received = 0;
        int count = 0;
        bool startsAfresh = false;
        do
        {
            int next = pieces.Next(received, input.Length);
            startsAfresh |= received > 0 && next - received > 1;
            received = fault == Fault.NeverEnds ? 0 : next;
            transcript.Count();
            count++;
        }
        while (received < input.Length);

        switch (fault)
        {
            case Fault.LooksAtPieces:
                transcript.Add(startsAfresh);
                break;
            case Fault.LooksAtBytes:
                transcript.Add(count == input.Length);
                break;
            case Fault.Allocates:
                _kept = new byte[8 * 1024];
                break;
            case Fault.Throws:
                throw new NotSupportedException("As told.");
            case Fault.None:
            case Fault.NeverEnds:
                break;
        }

        transcript.AddField(input);
        transcript.Add(_kept.Length);
    }
}
