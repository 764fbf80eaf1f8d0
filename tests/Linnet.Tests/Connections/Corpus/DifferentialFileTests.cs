// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>
/// The probes as a file, for whoever gives them to other servers (<c>fuzz/differences</c>). LINNET_PRINT=1 makes it what the
/// probes are.
/// </summary>
public sealed class DifferentialFileTests
{
    // The long ones are about limits, of which that side has its own.
    private const int Longest = 2000;

    [Fact]
    public void The_file_for_the_differential_run_has_every_probe()
    {
        string[] lines =
        [
            .. FramingProbes.All.Concat(ChunkProbes.All).Concat(LineProbes.All).Concat(FieldProbes.All)
                .Select(row => row.Data)
                .Where(probe => probe.Raw.Length <= Longest)
                .Select(probe => $"{probe.Id}\t{Escape(probe.Raw)}")
                .Distinct(),
        ];
        string file = Path.Combine(Root(AppContext.BaseDirectory), "fuzz", "differential", "attacks.tsv");
        if (Environment.GetEnvironmentVariable("LINNET_PRINT") == "1")
        {
            File.WriteAllLines(file, lines);
        }

        Assert.Equal(lines, File.ReadAllLines(file));
    }

    private static string Escape(string raw)
    {
        Dictionary<char, string> named = new() { ['\r'] = "\\r", ['\n'] = "\\n", ['\t'] = "\\t", ['\\'] = "\\\\" };
        StringBuilder text = new();
        foreach (char character in Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(raw)))
        {
            text.Append(
                named.TryGetValue(character, out string? escape) ? escape
                : character is >= ' ' and < '\u007f' ? character.ToString()
                : $"\\x{(int)character:x2}");
        }

        return text.ToString();
    }

    private static string Root(string start)
    {
        DirectoryInfo? folder = new(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Linnet.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No Linnet.slnx above {start}.");
    }
}
