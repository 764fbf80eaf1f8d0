// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Xunit;

namespace Linnet.Tidy.Tests;

public sealed class DocumentTests
{
    private static readonly string[] Expected =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/attacks.md"];

    [Fact]
    public void The_documents_a_visitor_looks_for_are_there()
    {
        Assert.Empty(Expected.Except(RepositoryTree.Files("", "*.md"), StringComparer.Ordinal));
    }

    [Fact]
    public void Links_between_documents_resolve()
    {
        Findings.ExpectNone(
            Documents().SelectMany(BrokenLinks), "A link names a file, folder or heading that is there.");
    }

    [Fact]
    public void A_document_has_one_title()
    {
        IEnumerable<string> found = Documents()
            .Where(document => document.Titles.Count() != 1)
            .Select(document => $"{document.Path}: {document.Titles.Count()} titles");

        Findings.ExpectNone(found, "One '# ' per file, and it says what the file is for.");
    }

    [Fact]
    public void Programs_in_documents_compile()
    {
        Library library = new(
            [.. RepositoryTree.Sources("src/Linnet.Protocol"), .. RepositoryTree.Sources("src/Linnet")]);
        // The tutorial shows parts of its programs, and has tests of its own that they are parts.
        string[] programs = [.. Documents()
            .Where(document => !document.Path.StartsWith("tutorial/", StringComparison.Ordinal))
            .SelectMany(document => document.Programs)];

        Assert.NotEmpty(programs);
        Findings.ExpectNone(
            programs.SelectMany(program => library.With(SourceFile.Planted(program, "program.cs")).BindingErrors()),
            "What a document shows is what a reader types.");
    }

    [Fact]
    public void A_program_that_does_not_compile_is_found()
    {
        MarkdownFile planted = new("PLANTED.md", "```csharp\nSystem.Console.Beeb();\n```\n```\nnot C#\n```\n");
        Library library = new Library([]).With(SourceFile.Planted(Assert.Single(planted.Programs), "program.cs"));

        Assert.Single(library.BindingErrors());
    }

    [Theory]
    [InlineData("[a](nowhere.md)", 1)]
    [InlineData("[a](#nothing)", 1)]
    [InlineData("[a](README.md#nothing-of-the-kind)", 1)]
    [InlineData("[a](README.md) and [b](src/) and [c](#what-it-is)", 0)]
    [InlineData("[a](https://www.rfc-editor.org/rfc/rfc9112)", 0)]
    [InlineData("`[a](nowhere.md)`\n```\n[a](nowhere.md)\n```", 0)]
    public void A_broken_link_is_found(string text, int expected)
    {
        MarkdownFile planted = new("PLANTED.md", $"# Title\n## What it is?\n{text}");

        Assert.Equal(expected, BrokenLinks(planted).Count());
    }

    private static IEnumerable<MarkdownFile> Documents() =>
        RepositoryTree.Files("", "*.md").Select(MarkdownFile.Read);

    private static IEnumerable<string> BrokenLinks(MarkdownFile document) => document.Links
        .Where(link => !Resolves(document, link.Target))
        .Select(link => $"{document.Path}:{link.Line}: {link.Target}");

    private static bool Resolves(MarkdownFile document, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return true;
        }

        string[] parts = target.Split('#', 2);
        string folder = Path.GetDirectoryName(document.Path) ?? "";
        string path = Path.Combine(RepositoryTree.Root, folder, Uri.UnescapeDataString(parts[0]));

        if (parts[0].Length > 0 && !Path.Exists(path))
        {
            return false;
        }

        if (parts.Length == 1)
        {
            return true;
        }

        MarkdownFile aim = parts[0].Length == 0
            ? document
            : MarkdownFile.Read(Path.GetRelativePath(RepositoryTree.Root, path));

        return aim.Anchors.Contains(parts[1], StringComparer.Ordinal);
    }
}
