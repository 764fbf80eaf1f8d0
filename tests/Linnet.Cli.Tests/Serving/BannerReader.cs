// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Cli.Tests.Serving;

/// <summary>Reads what a server says once it listens.</summary>
internal static class BannerReader
{
    /// <summary>The lines up to the one that says how to stop.</summary>
    public static async Task<IReadOnlyList<string>> ReadBannerAsync(Func<Task<string?>> readLine)
    {
        List<string> lines = [];

        do
        {
            lines.Add(await readLine() ?? throw new EndOfStreamException("The command has ended."));
        }
        while (!lines[^1].Contains("Ctrl+C", StringComparison.Ordinal));

        return lines;
    }

    /// <summary>The first address in the banner.</summary>
    public static async Task<Uri> ReadUriAsync(Func<Task<string?>> readLine) =>
        new((await ReadBannerAsync(readLine))[1].Trim());
}
