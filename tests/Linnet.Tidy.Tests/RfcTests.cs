// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

public sealed partial class RfcTests
{
    [Fact]
    public void Only_current_RFCs_are_quoted()
    {
        IEnumerable<string> paths = new[] { "src", "tests", "tutorial" }
            .SelectMany(folder => RepositoryTree.Files(folder, "*.cs"))
            .Concat(RepositoryTree.Files("", "*.md"))
            .Where(path => !path.StartsWith("tests/Linnet.Tidy.Tests/", StringComparison.Ordinal));

        Findings.ExpectNone(
            paths.SelectMany(path => WrongQuotes(path, RepositoryTree.ReadText(path))),
            "Quote the RFC in force; one that is newly followed is added to Rfcs.Current.");
    }

    [Fact]
    public void Marks_on_tests_name_a_current_RFC_and_a_section()
    {
        Findings.ExpectNone(
            RepositoryTree.Sources("tests").SelectMany(WrongMarks), "Write [Rfc(\"9112\", \"6.1\")], with literals.");
    }

    [Theory]
    [InlineData("// RFC 2616 §4.4: length", 1)]
    [InlineData("see RFC 7230, RFC7540", 2)]
    [InlineData("RFC 1149 carries pigeons", 1)]
    [InlineData("// RFC 9112 §6.1: one, and RFC 9110 §8.6", 0)]
    [InlineData("RFC 9112's grammar and RFCs 9110 to 9114", 0)]
    public void An_RFC_out_of_force_is_found(string text, int expected)
    {
        Assert.Equal(expected, WrongQuotes("a.md", text).Count());
    }

    [Theory]
    [InlineData("[Rfc(\"2616\", \"4\")]", 1)]
    [InlineData("[Rfc(\"9112\", \"§6\")]", 1)]
    [InlineData("[Rfc(\"9112\", Section)]", 1)]
    [InlineData("[Rfc(\"9112\", \"6.1\"), Rfc(\"9110\", \"A.2\")]", 0)]
    public void A_wrong_mark_is_found(string attributes, int expected)
    {
        Assert.Equal(expected, WrongMarks(SourceFile.Planted($"class A {{ {attributes} void M() {{ }} }}")).Count());
    }

    private static IEnumerable<string> WrongQuotes(string path, string text)
    {
        string[] lines = text.Split('\n');

        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Quote().Matches(lines[i]))
            {
                int number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

                if (Rfcs.Objection(number) is string objection)
                {
                    yield return $"{path}:{i + 1}: {objection}";
                }
            }
        }
    }

    private static IEnumerable<string> WrongMarks(SourceFile file)
    {
        foreach (AttributeSyntax attribute in file.All<AttributeSyntax>().Where(Mark.IsRfc))
        {
            if (Mark.Arguments(attribute) is not [string document, string section]
                || !int.TryParse(document, CultureInfo.InvariantCulture, out int number)
                || !Section().IsMatch(section))
            {
                yield return $"{file.At(attribute)}: {attribute}";
            }
            else if (Rfcs.Objection(number) is string objection)
            {
                yield return $"{file.At(attribute)}: {objection}";
            }
        }
    }

    [GeneratedRegex(@"\bRFC ?(?<number>[0-9]{3,5})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^([0-9]+|[A-Z])(\.[0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();
}
