// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Load.Simulations;

/// <summary>What a client offers for compressing messages, and what has to be agreed on. RFC 7692 §7.1.</summary>
/// <param name="Field">The value of its Sec-WebSocket-Extensions; null for none.</param>
/// <param name="Agreement">The parts of the answer, in any order; none when nothing can be agreed on.</param>
/// <param name="WindowBytes">How far back what the server compresses may refer.</param>
internal sealed record CompressionOffer(string? Field, IReadOnlyList<string> Agreement, int WindowBytes)
{
    private const int WholeWindow = 1 << 15;
    private const string Name = "permessage-deflate";

    // The server never keeps anything from message to message, and lets the client do neither.
    private static readonly string[] ByTheMessage = [Name, "server_no_context_takeover", "client_no_context_takeover"];

    private static readonly CompressionOffer[] All =
    [
        new(null, [], 0),
        new($"{Name}; server_max_window_bits=16", [], 0),
        new($"{Name}; client_max_window_bits; client_max_window_bits", [], 0),
        new("x-webkit-deflate-frame", [], 0),
        new(Name, ByTheMessage, WholeWindow),
        new($"{Name}; client_max_window_bits", ByTheMessage, WholeWindow),
        new($"x-unknown; a=1, {Name}; server_no_context_takeover", ByTheMessage, WholeWindow),
        new($"{Name}; server_max_window_bits=\"9\"", [.. ByTheMessage, "server_max_window_bits=9"], 1 << 9),
        new($"{Name}; server_max_window_bits=7, {Name}; server_max_window_bits=12", [.. ByTheMessage, "server_max_window_bits=12"], 1 << 12),
    ];

    /// <summary>True when either side may compress.</summary>
    public bool IsTaken => Agreement.Count > 0;

    /// <summary>The line of the request.</summary>
    public string Line => Field is null ? "" : $"Sec-WebSocket-Extensions: {Field}\r\n";

    /// <summary>Draws one.</summary>
    public static CompressionOffer Draw(Random random) => All[random.Next(All.Length)];

    /// <summary>True when a server has answered as it has to.</summary>
    /// <param name="field">The value of its Sec-WebSocket-Extensions; null for none.</param>
    public bool IsAnsweredBy(string? field) =>
        field is null ? !IsTaken : field.Split("; ").Order().SequenceEqual(Agreement.Order());
}
