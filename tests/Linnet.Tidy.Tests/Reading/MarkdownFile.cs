// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>A document: its headings and links. What stands between fences or backticks is code and neither.</summary>
internal sealed partial class MarkdownFile
{
    public MarkdownFile(string path, string text)
    {
        Path = path;
        Prose = [.. WithoutCode(text)];
        Programs = [.. Fence().Matches(text).Select(match => match.Groups["code"].Value)];
    }

    public string Path { get; }

    /// <summary>Lines that are not code, numbered from one.</summary>
    public IReadOnlyList<(int Number, string Text)> Prose { get; }

    /// <summary>What stands between fences that are marked as C#.</summary>
    public IReadOnlyList<string> Programs { get; }

    public IEnumerable<string> Titles => Prose
        .Where(line => line.Text.StartsWith("# ", StringComparison.Ordinal))
        .Select(line => line.Text[2..].Trim());

    public IEnumerable<(int Line, string Target)> Links => Prose.SelectMany(line => Link()
        .Matches(InlineCode().Replace(line.Text, ""))
        .Select(match => (line.Number, match.Groups["target"].Value)));

    /// <summary>What a link to a heading is called: lower case, spaces to hyphens, punctuation gone.</summary>
    public IEnumerable<string> Anchors => Prose
        .Where(line => Heading().IsMatch(line.Text))
        .Select(line => Anchor(line.Text.TrimStart('#').Trim()));

    public static MarkdownFile Read(string path) => new(path, RepositoryTree.ReadText(path));

    private static string Anchor(string heading)
    {
        StringBuilder anchor = new(heading.Length);

        foreach (char letter in heading)
        {
            if (letter == ' ')
            {
                anchor.Append('-');
            }
            else if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                anchor.Append(char.ToLowerInvariant(letter));
            }
        }

        return anchor.ToString();
    }

    private static IEnumerable<(int Number, string Text)> WithoutCode(string text)
    {
        bool isCode = false;
        int number = 0;

        foreach (string line in text.Split('\n'))
        {
            number++;

            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (number, line);
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(
        "^```csharp\n(?<code>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("^#{1,6} ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
