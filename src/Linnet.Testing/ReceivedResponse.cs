// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Testing;

/// <summary>One response as a strict client understood it.</summary>
public sealed class ReceivedResponse
{
    internal ReceivedResponse()
    {
    }

    /// <summary>The status code.</summary>
    public required int Status { get; init; }

    /// <summary>The head, byte for byte, with its empty line.</summary>
    public required string Head { get; init; }

    /// <summary>The fields in order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }

    /// <summary>The body without its framing.</summary>
    public byte[] Body { get; internal set; } = [];

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The sizes of its chunks, when it was chunked.</summary>
    public IReadOnlyList<int> Chunks { get; internal set; } = [];

    /// <summary>The trailer section, byte for byte, without its empty line.</summary>
    public string Trailers { get; internal set; } = "";

    /// <summary>True when only the end of the connection ended the body.</summary>
    public bool IsUntilClose { get; internal set; }

    /// <summary>True when it says that the connection closes.</summary>
    public bool SaysClose => string.Equals(this["Connection"], "close", StringComparison.Ordinal);

    /// <summary>The value of a field; null when there is none; an exception when there are two.</summary>
    public string? this[string name] => Fields
        .Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(static field => field.Value)
        .SingleOrDefault();
}
