// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// One C# file, parsed by the compiler's own parser: rules ask its tree, so strings and comments never mislead.
/// </summary>
internal sealed class SourceFile
{
    public static readonly CSharpParseOptions Options =
        new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Regular);

    private SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Tree = CSharpSyntaxTree.ParseText(text, Options, path);
        Root = Tree.GetRoot();
    }

    /// <summary>Relative to the root of the repository, with forward slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public SyntaxTree Tree { get; }

    public SyntaxNode Root { get; }

    public int LineCount => Text.AsSpan().Count('\n');

    public static SourceFile Read(string path) => new(path, RepositoryTree.ReadText(path));

    /// <summary>Source that stands in no file: what a test plants for a rule to find.</summary>
    public static SourceFile Planted(string text, string path = "src/Linnet/Planted.cs") => new(path, text);

    public IEnumerable<TNode> All<TNode>()
        where TNode : SyntaxNode => Root.DescendantNodes(descendIntoTrivia: false).OfType<TNode>();

    /// <summary>Comments of every kind, documentation comments too.</summary>
    public IEnumerable<SyntaxTrivia> Comments() => Root.DescendantTrivia(descendIntoTrivia: false).Where(trivia =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia));

    public string At(SyntaxNode node) => At(node.GetLocation());

    public string At(Location location) => $"{Path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
