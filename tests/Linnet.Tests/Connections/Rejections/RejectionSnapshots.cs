// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Linnet.Protocol.Messages;

namespace Linnet.Tests.Connections.Rejections;

/// <summary>The file <c>rejections.txt</c>; its head says how it is written.</summary>
internal static partial class RejectionSnapshots
{
    /// <summary>A request, what happens after it, and the answer.</summary>
    internal readonly record struct Snapshot(
        RequestRejection Rejection, string Request, bool EndsStream, bool LetsTimePass, string Answer);

    public static IReadOnlyList<Snapshot> All { get; } =
        [.. File.ReadAllText(FileName()).ReplaceLineEndings("\n").Split("\n=== ").Skip(1).Select(Parse)];

    private static Snapshot Parse(string section)
    {
        string[] lines = section.TrimEnd('\n').Split('\n');
        string request = lines[1][2..];
        int bodyAt = Array.IndexOf(lines, "");
        string head = string.Concat(lines[2..bodyAt].Select(line => line + "\r\n"));
        string body = string.Concat(lines[(bodyAt + 1)..].Select(line => line + "\n"));
        return new Snapshot(
            Enum.Parse<RequestRejection>(lines[0]),
            Unescape(Repeat(request.Replace("<end>", "", StringComparison.Ordinal).Replace("<time>", "", StringComparison.Ordinal))),
            request.EndsWith("<end>", StringComparison.Ordinal),
            request.EndsWith("<time>", StringComparison.Ordinal),
            head + "\r\n" + body);
    }

    private static string Repeat(string text) => Repetition().Replace(text, static match => string.Concat(
        Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))));

    private static string Unescape(string text) => Escape().Replace(text, static match => match.Value switch
    {
        "\\r" => "\r",
        "\\n" => "\n",
        _ => ((char)Convert.ToByte(match.Value[2..], 16)).ToString(),
    });

    // Beside the assembly: where its source was built is not known in a deterministic build.
    private static string FileName() => Path.Combine(AppContext.BaseDirectory, "rejections.txt");

    [GeneratedRegex("\\{([^*}]*)\\*([0-9]+)\\}")]
    private static partial Regex Repetition();

    [GeneratedRegex("\\\\(r|n|x[0-9a-f]{2})")]
    private static partial Regex Escape();
}
