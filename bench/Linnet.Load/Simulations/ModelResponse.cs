// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;

namespace Linnet.Load.Simulations;

/// <summary>A whole response, as a strict client read it.</summary>
internal sealed record ModelResponse(int Status, string[] Lines)
{
    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>To which request it says that it belongs; 0 when it does not say.</summary>
    public int Request => int.Parse(Field("X-Request") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>True when no other follows it.</summary>
    public bool Closes => Field("Connection") == "close";

    /// <summary>The value of a field that may come once; null when it does not.</summary>
    /// <exception cref="InvalidDataException">It comes twice.</exception>
    public string? Field(string name)
    {
        string? value = null;
        foreach (string line in Lines)
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.AsSpan(name.Length).StartsWith(": "))
            {
                value = value is null ? line[(name.Length + 2)..] : throw new InvalidDataException("Twice: " + name);
            }
        }

        return value;
    }
}
