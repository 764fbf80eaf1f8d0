// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// The text of the chapter, taken apart: sections with their console blocks, quotes from the lessons,
/// links. What the tests compare programs with comes from here, so that text and programs cannot drift
/// apart.
/// </summary>
internal sealed partial class Chapter
{
    private readonly List<ChapterSection> _sections = [];
    private readonly List<string> _quotes = [];

    private Chapter(string text)
    {
        Text = text;
        List<ConsoleBlock> blocks = [];
        foreach (Match match in HeadingOrFence().Matches(text))
        {
            string body = match.Groups["body"].Value;
            switch (match.Groups["language"].Value)
            {
                case "console":
                    blocks.Add(ParseConsole(body.TrimEnd('\n').Split('\n')));
                    break;
                case "csharp":
                    _quotes.Add(body);
                    break;
                case "" when match.Groups["heading"].Success:
                    blocks = [];
                    _sections.Add(new ChapterSection(match.Groups["heading"].Value, blocks));
                    break;
            }
        }
    }

    public string Text { get; }

    public IReadOnlyList<ChapterSection> Sections => _sections;

    /// <summary>Pieces of C# that the chapter says are in the lessons.</summary>
    public IReadOnlyList<string> Quotes => _quotes;

    public static Chapter Read() =>
        new(File.ReadAllText(Path.Combine(Repository.TutorialFolder, "README.md")).ReplaceLineEndings("\n"));

    public IEnumerable<string> Links()
    {
        foreach (Match match in Link().Matches(Text))
        {
            yield return match.Groups["target"].Value;
        }
    }

    private static ConsoleBlock ParseConsole(ReadOnlySpan<string> lines)
    {
        string? command = lines[0].StartsWith("$ ", StringComparison.Ordinal) ? lines[0][2..] : null;
        bool isStopped = lines[^1] == "^C";
        lines = lines[(command is null ? 0 : 1)..(isStopped ? ^1 : ^0)];
        return new ConsoleBlock(command, lines.ToArray(), isStopped);
    }

    // A fence is matched before a heading, so that a `#` inside one is no heading.
    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<body>.*?)^```$|^## (?<heading>[^\n]+)$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HeadingOrFence();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
