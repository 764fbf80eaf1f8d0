// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>
/// Things we would rather not have. A list here may get shorter and never longer: whoever removes one shortens it.
/// </summary>
public sealed class RatchetTests
{
    private static readonly Allowances NullForgivings = new(
        ("src/Linnet/Connections/BufferedConnection.cs", 1, "a callback is given the state it was registered with"),
        ("src/Linnet/Connections/Clock.cs", 1, "a callback is given the state it was registered with"),
        ("src/Linnet/Sockets/LoopWait.cs", 1, "a callback is given the state it was registered with"),
        ("src/Linnet/HttpServer.cs", 1, "a callback is given the state it was registered with"));

    private static readonly Allowances Suppressions = new(
        ("src/Linnet/Connections/BufferedConnection.cs", 1, "a late clock still cancels what is not disposed"),
        ("src/Linnet/Sockets/ConnectionServer.cs", 1, "handlers that outlive the stop still use what is not disposed"),
        ("src/Linnet/Sockets/LoopMonitor.cs", 1, "a loop that stops last may still wake it"),
        ("src/Linnet/Sockets/LoopThread.cs", 1, "the thread disposes what it waits for, as its last act"),
        ("src/Linnet/Sockets/UdpServer.cs", 1, "handlers that outlive the stop still use what is not disposed"),
        ("src/Linnet/WebSockets/OpeningHandshake.cs", 1, "RFC 6455 §4.2.2 demands SHA-1, and nothing rests on it"));

    private static readonly string[] GeneratorMarks =
        ["LibraryImport", "GeneratedRegex", "JsonSerializable", "LoggerMessage"];

    private static readonly string[] NoteMarks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"];

    [Fact]
    public void Source_never_talks_the_compiler_out_of_null()
    {
        Findings.ExpectNone(
            NullForgivings.Compare(RepositoryTree.Sources("src"), NullForgivingsIn), "Say why it is not null, in code.");
    }

    [Fact]
    public void Source_suppresses_no_rule()
    {
        Findings.ExpectNone(
            Suppressions.Compare(RepositoryTree.Sources("src"), SuppressionsIn),
            "Obey the rule, switch it off for all in eng/ with a reason, or list the place here.");
    }

    [Fact]
    public void No_code_is_folded_away()
    {
        Findings.ExpectNone(
            RepositoryTree.Sources("src").Concat(RepositoryTree.Sources("tests")).SelectMany(RegionsIn),
            "What wants folding wants a file of its own.");
    }

    [Fact]
    public void Partial_types_exist_only_for_source_generators()
    {
        Findings.ExpectNone(
            RepositoryTree.Sources("src").SelectMany(NeedlessPartials), "Split the type, not the file.");
    }

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment()
    {
        IEnumerable<SourceFile> files = RepositoryTree.Sources("src")
            .Concat(RepositoryTree.Sources("tests"))
            .Concat(RepositoryTree.Sources("tutorial"));

        Findings.ExpectNone(files.SelectMany(NotesToSelf), "Do it now, or write it where work is planned.");
    }

    [Theory]
    [InlineData("class A { string M(string? s) => s!; }", 1)]
    [InlineData("class A { bool M(bool b) => !b; /* s! */ string T = \"s!\"; }", 0)]
    public void A_null_forgiving_operator_is_found(string planted, int expected)
    {
        Assert.Equal(expected, NullForgivingsIn(SourceFile.Planted(planted)).Count());
    }

    [Theory]
    [InlineData("#pragma warning disable CA1000\nclass A { }", 1)]
    [InlineData("[SuppressMessage(\"a\", \"b\")] class A { }", 1)]
    [InlineData("[assembly: System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"a\", \"b\")]", 1)]
    [InlineData("// #pragma warning disable\nclass A { }", 0)]
    public void A_suppression_is_found(string planted, int expected)
    {
        Assert.Equal(expected, SuppressionsIn(SourceFile.Planted(planted)).Count());
    }

    [Theory]
    [InlineData("partial class A { void M() { } }", 1)]
    [InlineData("partial class A { [LibraryImport(\"c\")] private static partial int M(); }", 0)]
    [InlineData("[JsonSerializable(typeof(int))] partial class A : JsonSerializerContext;", 0)]
    public void A_needless_partial_type_is_found(string planted, int expected)
    {
        Assert.Equal(expected, NeedlessPartials(SourceFile.Planted(planted)).Count());
    }

    [Theory]
    [InlineData("// TO" + "DO: later", 1)]
    [InlineData("/* FIX" + "ME */", 1)]
    [InlineData("// Sends todo lists.", 0)]
    public void A_note_to_self_is_found(string planted, int expected)
    {
        Assert.Equal(expected, NotesToSelf(SourceFile.Planted(planted)).Count());
    }

    [Fact]
    public void A_region_is_found()
    {
        Assert.Single(RegionsIn(SourceFile.Planted("#region a\n#endregion\n")));
    }

    private static IEnumerable<string> NullForgivingsIn(SourceFile file) => file.All<PostfixUnaryExpressionSyntax>()
        .Where(expression => expression.IsKind(SyntaxKind.SuppressNullableWarningExpression))
        .Select(expression => file.At(expression));

    private static IEnumerable<string> SuppressionsIn(SourceFile file)
    {
        IEnumerable<Location> pragmas = Directives<PragmaWarningDirectiveTriviaSyntax>(file)
            .Where(pragma => pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
            .Select(pragma => pragma.GetLocation());
        IEnumerable<Location> attributes = file.All<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal))
            .Select(attribute => attribute.GetLocation());

        return pragmas.Concat(attributes).Select(file.At);
    }

    private static IEnumerable<string> RegionsIn(SourceFile file) =>
        Directives<RegionDirectiveTriviaSyntax>(file).Select(region => file.At(region));

    private static IEnumerable<TDirective> Directives<TDirective>(SourceFile file)
        where TDirective : DirectiveTriviaSyntax =>
        file.Root.DescendantNodes(descendIntoTrivia: true).OfType<TDirective>();

    private static IEnumerable<string> NeedlessPartials(SourceFile file) => file.All<TypeDeclarationSyntax>()
        .Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword) && !IsForGenerator(type))
        .Select(type => $"{file.At(type)}: {type.Identifier.Text}");

    private static bool IsForGenerator(TypeDeclarationSyntax type) => type
        .DescendantNodes()
        .OfType<AttributeSyntax>()
        .Any(attribute => GeneratorMarks.Contains(attribute.Name.ToString(), StringComparer.Ordinal));

    private static IEnumerable<string> NotesToSelf(SourceFile file) => file.Comments()
        .Where(comment => HasNoteToSelf(comment.ToString()))
        .Select(comment => file.At(comment.GetLocation()));

    private static bool HasNoteToSelf(string comment) =>
        NoteMarks.Any(mark => comment.Contains(mark, StringComparison.Ordinal));
}
