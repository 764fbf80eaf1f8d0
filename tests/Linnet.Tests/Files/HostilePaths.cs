// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Linnet.Tests.Files;

/// <summary>The corpus <c>hostile-paths.txt</c>; its head says what its columns mean.</summary>
internal static class HostilePaths
{
    internal readonly record struct Line(int Status, string Windows, byte[] Path)
    {
        /// <summary>The path in Latin-1, so that a message shows it.</summary>
        public string Text => Encoding.Latin1.GetString(Path);
    }

    public static IReadOnlyList<Line> All { get; } =
        [.. File.ReadLines(FileName()).Where(line => !line.StartsWith('#')).Select(Parse)];

    private static Line Parse(string line)
    {
        string[] columns = line.Split(' ', 3);
        return new Line(int.Parse(columns[0]), columns[1], Unescape(columns[2]));
    }

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                bytes.Add((byte)text[index]);
            }
            else if (text[++index] == '\\')
            {
                bytes.Add((byte)'\\');
            }
            else
            {
                bytes.Add(Convert.ToByte(text.Substring(index + 1, 2), 16));
                index += 2;
            }
        }

        return [.. bytes];
    }

    // Beside the assembly: where its source was built is not known in a deterministic build.
    private static string FileName() => Path.Combine(AppContext.BaseDirectory, "hostile-paths.txt");
}
