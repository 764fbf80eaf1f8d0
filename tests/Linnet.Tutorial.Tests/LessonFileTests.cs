// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>A lesson is short, plain, and compiles without a warning.</summary>
public sealed class LessonFileTests
{
    private const int MaximumLines = 50;
    private const int MaximumColumns = 110;

    /// <summary>Gets the lessons, as paths from the root.</summary>
    public static TheoryData<string> Files =>
        [.. Repository.LessonFiles().Select(file => $"tutorial/{Path.GetFileName(file)}")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_as_short_as_the_chapter_promises(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        Assert.InRange(lines.Length, 1, MaximumLines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, MaximumColumns));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Compiles_without_a_warning(string file) =>
        Assert.DoesNotContain(": warning ", await Lesson.BuildAsync(file), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Needs_no_package(string file) =>
        Assert.DoesNotContain("#:package", File.ReadAllText(Path.Combine(Repository.Root, file)));
}
