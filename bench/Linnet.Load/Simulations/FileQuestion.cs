// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Load.Simulations;

/// <summary>A request for a file, and what must be answered to it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Status">The status of the answer.</param>
internal sealed record FileQuestion(string Name, int Status)
{
    /// <summary>True for HEAD, false for GET.</summary>
    public bool IsHead { get; init; }

    /// <summary>Further lines of the request's head.</summary>
    public string Lines { get; init; } = "";

    /// <summary>The whole content of what is selected.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>The coding of what is selected; null for none.</summary>
    public string? Coding { get; init; }

    /// <summary>The parts that are wanted, first and last byte each; none for the whole.</summary>
    public IReadOnlyList<(int First, int Last)> Parts { get; init; } = [];
}
