// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;

namespace Linnet.Load.Serving;

/// <summary>The most memory a process has had.</summary>
/// <param name="ResidentBytes">Resident.</param>
/// <param name="ManagedBytes">On the managed heap, garbage included.</param>
internal sealed record MemoryReport(long ResidentBytes, long ManagedBytes)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static MemoryReport Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new MemoryReport(
            long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ResidentBytes} {ManagedBytes}");
}
