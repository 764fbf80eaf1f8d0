// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Representations;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// What a client accepts: codings and types. The low three bits of the first byte say which codings there are.
/// </summary>
internal sealed class AcceptTarget : ITarget
{
    private static readonly string[] Types = ["text/html", "application/json", "image/png"];

    /// <inheritdoc/>
    public string Name => "accept";

    /// <inheritdoc/>
    public bool IsSplit => false;

    /// <inheritdoc/>
    public MemoryBound Memory => new(1024, 4);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "gzip", "br", "zstd", "identity", "*", ";q=0", ";q=0.5", ";q=1.000", "x-gzip", "text/html", "*/*", "application/*",
        ";charset=utf-8", ", ",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ContentCoding available = (ContentCoding)(input[0] & 7);
        ReadOnlySpan<byte> field = input[1..];
        ContentCoding coding = new AcceptedCodings(field).Choose(available);
        transcript.Add((int)coding);
        BreachException.Unless((coding & ~available) == 0, "a coding is one of those there are.");
        BreachException.Unless(((int)coding & ((int)coding - 1)) == 0, "a coding is one alone.");

        int chosen = AcceptedTypes.Choose(field, Types);
        transcript.Add(chosen);
        BreachException.Unless(chosen >= -1 && chosen < Types.Length, "a type is one of those there are.");
        string text = Encoding.Latin1.GetString(field);
        transcript.Add(MediaTypeRules.FitsAny(MediaTypeRules.Essence(text), MediaTypeRules.Compressible));
    }
}
