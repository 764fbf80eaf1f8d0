// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>
/// docs/attacks.md is a contract. Its column <c>scope</c> says how far each row is kept: <c>yes</c> is proved by a
/// test, <c>next</c> is being built and may have tests already, <c>later</c> has none yet.
/// </summary>
public sealed partial class AttackTests
{
    private const string Document = "docs/attacks.md";

    [Fact]
    public void Every_attack_in_scope_has_a_test_and_every_mark_a_row()
    {
        Row[] rows = [.. Rows(RepositoryTree.ReadText(Document))];
        SourceFile[] tests = [.. RepositoryTree.Sources("tests")];

        Assert.True(rows.Length > 100, "The tables of the document were not understood.");
        Findings.ExpectNone(
            Disagreements(rows, tests), "The document's column 'scope' and the marks on tests say the same thing.");
    }

    [Theory]
    [InlineData("yes", "", "AA-01 is in scope and has no test")]
    [InlineData("maybe", "", "AA-01 has the scope 'maybe'")]
    [InlineData("later", "[Fact, Attack(\"AA-01\")]", "AA-01 has a test: its scope is yes")]
    [InlineData("later", "[Fact, Attack(\"ZZ-99\")]", "src/Linnet/Planted.cs:1: no row ZZ-99")]
    [InlineData("yes", "[Attack(\"AA-01\")]", "src/Linnet/Planted.cs:1: AA-01 stands on no test")]
    [InlineData("yes", "[Fact, Attack(\"AA-01\")]", null)]
    [InlineData("next", "[Fact, Attack(\"AA-01\")]", null)]
    [InlineData("next", "", null)]
    [InlineData("later", "", null)]
    public void A_row_and_its_tests_that_disagree_are_found(string scope, string attributes, string? expected)
    {
        Row[] rows = [.. Rows($"| id | input | scope |\n|---|---|---|\n| AA-01 | `a\\|b` | {scope} |")];
        SourceFile planted = SourceFile.Planted($"class A {{ {attributes} void M() {{ }} }}");

        string[] found = [.. Disagreements(rows, [planted])];

        if (expected is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(expected, found);
        }
    }

    private static IEnumerable<string> Disagreements(IReadOnlyList<Row> rows, IReadOnlyList<SourceFile> tests)
    {
        HashSet<string> known = new(rows.Select(row => row.Id), StringComparer.Ordinal);
        HashSet<string> tested = new(StringComparer.Ordinal);

        if (known.Count != rows.Count)
        {
            yield return "an id stands on two rows";
        }

        foreach ((string id, string place, bool isOnTest) in tests.SelectMany(Marks))
        {
            if (!isOnTest)
            {
                yield return $"{place}: {id} stands on no test";
            }
            else if (!known.Contains(id))
            {
                yield return $"{place}: no row {id}";
            }
            else
            {
                tested.Add(id);
            }
        }

        foreach (string finding in rows.Select(row => Objection(row, tested.Contains(row.Id))).OfType<string>())
        {
            yield return finding;
        }
    }

    private static string? Objection(Row row, bool isTested) => (row.Scope, isTested) switch
    {
        ("yes", true) or ("next", _) or ("later", false) => null,
        ("yes", false) => $"{row.Id} is in scope and has no test",
        ("later", true) => $"{row.Id} has a test: its scope is yes",
        _ => $"{row.Id} has the scope '{row.Scope}'",
    };

    private static IEnumerable<(string Id, string Place, bool IsOnTest)> Marks(SourceFile file) => file
        .All<AttributeSyntax>()
        .Where(Mark.IsAttack)
        .Select(mark => (Mark.Arguments(mark) is [string id] ? id : "no id", file.At(mark), Mark.IsOnTest(mark)));

    private static IEnumerable<Row> Rows(string document)
    {
        int scope = -1;

        foreach (string line in document.Split('\n').Where(line => line.StartsWith('|')))
        {
            string[] cells = [.. Separator().Split(line.Trim()).Select(cell => cell.Trim())];

            if (cells is [_, "id", ..])
            {
                scope = Array.IndexOf(cells, "scope");
            }
            else if (Id().IsMatch(cells[1]))
            {
                yield return new Row(cells[1], scope > 0 && scope < cells.Length ? cells[scope] : "");
            }
        }
    }

    /// <summary>A bar ends a cell unless a backslash stands before it.</summary>
    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separator();

    [GeneratedRegex("^[A-Z][A-Z0-9]-[0-9]{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    private sealed record Row(string Id, string Scope);
}
