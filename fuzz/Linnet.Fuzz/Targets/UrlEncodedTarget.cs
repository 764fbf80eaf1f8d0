// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Forms;

namespace Linnet.Fuzz.Targets;

/// <summary>A form or query in one line.</summary>
internal sealed class UrlEncodedTarget : ITarget
{
    /// <inheritdoc/>
    public string Name => "urlencoded";

    /// <inheritdoc/>
    public bool IsSplit => false;

    /// <inheritdoc/>
    public MemoryBound Memory => new(1024, 4);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words => ["&", "=", "+", "%20", "%", "%zz", "a=b&c=d"];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        byte[] room = new byte[input.Length];
        ReadOnlySpan<byte> rest = input;
        while (UrlEncoded.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            transcript.Count();
            transcript.AddField(room.AsSpan(0, UrlEncoded.Decode(name, room)));
            transcript.AddField(room.AsSpan(0, UrlEncoded.Decode(value, room)));
            BreachException.Unless(!name.ContainsAny("&="u8) && !value.Contains((byte)'&'), "a pair is one.");
        }

        BreachException.Unless(rest.IsEmpty, "all of it is read.");
    }
}
