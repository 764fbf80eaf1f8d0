// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>Methods are measured in every build (MA0051); files, projects and lines of project files here.</summary>
public sealed class SizeTests
{
    private const int LinesOfSource = 500;
    private const int LinesOfTests = 600;
    private const int LinesOfProject = 18;
    private const int LongestLine = 140;

    [Fact]
    public void Files_stay_short()
    {
        Findings.ExpectNone(
            [
                .. TooLong(RepositoryTree.Sources("src"), LinesOfSource),
                .. TooLong(RepositoryTree.Sources("tutorial"), LinesOfSource),
                .. TooLong(RepositoryTree.Sources("samples"), LinesOfSource),
                .. TooLong(RepositoryTree.Sources("tests"), LinesOfTests),
            ],
            "A long file holds two ideas: find them.");
    }

    [Fact]
    public void Project_files_hold_only_what_is_theirs_alone()
    {
        IEnumerable<string> found = RepositoryTree.Files("", "*.csproj")
            .Select(path => (Path: path, Lines: RepositoryTree.ReadText(path).Split('\n').Length))
            .Where(project => project.Lines > LinesOfProject)
            .Select(project => $"{project.Path}: {project.Lines} lines, limit {LinesOfProject}");

        Findings.ExpectNone(found, "What several projects say belongs in eng/.");
    }

    [Fact]
    public void Lines_fit_the_page()
    {
        IEnumerable<SourceFile> files = RepositoryTree.Sources("src").Concat(RepositoryTree.Sources("tests"));

        Findings.ExpectNone(files.SelectMany(TooWide), $"A line is at most {LongestLine} characters.");
    }

    [Fact]
    public void A_line_too_many_is_found()
    {
        SourceFile atLimit = SourceFile.Planted(string.Concat(Enumerable.Repeat("// line\n", LinesOfSource)));
        SourceFile beyond = SourceFile.Planted(string.Concat(Enumerable.Repeat("// line\n", LinesOfSource + 1)));

        Assert.Empty(TooLong([atLimit], LinesOfSource));
        Assert.Single(TooLong([beyond], LinesOfSource));
        Assert.Empty(TooWide(SourceFile.Planted(new string('/', LongestLine))));
        Assert.Single(TooWide(SourceFile.Planted(new string('/', LongestLine + 1))));
    }

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files, int limit) => files
        .Where(file => file.LineCount > limit)
        .Select(file => $"{file.Path}: {file.LineCount} lines, limit {limit}");

    private static IEnumerable<string> TooWide(SourceFile file) => file.Tree.GetText().Lines
        .Where(line => line.Span.Length > LongestLine)
        .Select(line => $"{file.Path}:{line.LineNumber + 1}: {line.Span.Length} characters");
}
