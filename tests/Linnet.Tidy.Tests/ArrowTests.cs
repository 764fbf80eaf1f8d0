// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void Arrows_between_rooms_point_one_way()
    {
        Library library = new(
            [.. RepositoryTree.Sources("src/Linnet.Protocol"), .. RepositoryTree.Sources("src/Linnet")]);

        Findings.ExpectNone(library.BindingErrors(), "Every name must bind, or this test is blind.");
        Findings.ExpectNone(
            WrongArrows(library),
            "A room uses only the rooms House.Arrows allows it: move the code, or change the map by an ADR.");
    }

    [Theory]
    [InlineData("using Linnet.Connections; namespace Linnet.Sockets { class A { Driver? d; } }")]
    [InlineData("namespace Linnet.Sockets { class A { Connections.Driver? d; } }")]
    [InlineData("namespace Linnet.Sockets { class A { object M() => global::Linnet.Connections.Driver.Make(); } }")]
    [InlineData("namespace Linnet.Files { class A { int M(Linnet.Exchanges.Exchange e) => e.Driver.Size; } }")]
    [InlineData("namespace Linnet.Attic { class A { } }")]
    public void A_wrong_arrow_is_found_however_it_is_written(string planted)
    {
        const string Upstairs = """
            namespace Linnet.Connections
            {
                public class Driver { public int Size; public static Driver Make() => new(); }
            }

            namespace Linnet.Exchanges
            {
                public class Exchange { public Linnet.Connections.Driver Driver = new(); }
            }
            """;

        Library library = new([SourceFile.Planted(Upstairs), SourceFile.Planted(planted)]);

        Assert.Empty(library.BindingErrors());
        Assert.NotEmpty(WrongArrows(library));
    }

    private static IEnumerable<string> WrongArrows(Library library)
    {
        foreach (SourceFile file in library.Files)
        {
            foreach (string room in RoomsOf(file).Where(room => !House.Arrows.ContainsKey(room)))
            {
                yield return $"{file.Path}: {room} is not on the map";
            }

            foreach ((SimpleNameSyntax node, string from, string to) in ArrowsOf(library, file))
            {
                if (House.Arrows.TryGetValue(from, out string[]? allowed)
                    && !allowed.Contains(to, StringComparer.Ordinal))
                {
                    yield return $"{file.At(node)}: {from} uses {to} ({node})";
                }
            }
        }
    }

    private static IEnumerable<string> RoomsOf(SourceFile file) =>
        file.All<BaseNamespaceDeclarationSyntax>().Select(declaration => declaration.Name.ToString());

    private static IEnumerable<(SimpleNameSyntax Node, string From, string To)> ArrowsOf(
        Library library, SourceFile file)
    {
        foreach ((SimpleNameSyntax node, INamedTypeSymbol type) in library.Uses(file))
        {
            string? from = node.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString();
            string to = type.ContainingNamespace.ToDisplayString();

            if (from is not null && !string.Equals(from, to, StringComparison.Ordinal))
            {
                yield return (node, from, to);
            }
        }
    }
}
