// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>
/// A catch of everything hides the failure nobody thought of, so each one is listed here with what it guards.
/// A filter that names the exceptions it wants is a narrow catch, and one that tidies up and throws on hides nothing:
/// neither needs a place in the list.
/// </summary>
public sealed class CatchTests
{
    private static readonly Allowances Allowed = new(
        ("src/Linnet/Connections/Http1Driver.cs", 2, "a handler, and a connection: a defect ends only the one"),
        ("src/Linnet/Diagnostics/RequestObserver.cs", 1, "a log that fails must not fail the connection"),
        ("src/Linnet/Exchanges/HttpExchange.cs", 1, "whoever is told that a response is over cannot undo it"),
        ("src/Linnet/Middleware/ErrorPages.cs", 1, "a handler, for which it answers; what was thrown is reported"),
        ("src/Linnet/ServerEvents.cs", 1, "who is told of a failure must not cause another"),
        ("src/Linnet/Sockets/AcceptLoop.cs", 1, "accepting goes on whatever fails"),
        ("src/Linnet/Sockets/ConnectionRun.cs", 1, "closing after a handler: the one connection ends"),
        ("src/Linnet/Sockets/ConnectionServer.cs", 1, "a handler that does not even give a task: the one connection ends"),
        ("src/Linnet/Connections/Http1Connection.cs", 1, "a transport that breaks its contract: the one connection ends"),
        ("src/Linnet/Sockets/DatagramLoop.cs", 1, "receiving goes on whatever fails"),
        ("src/Linnet/Sockets/DatagramRun.cs", 1, "a handler: a defect ends only the one"),
        ("src/Linnet/Sockets/FailureCallback.cs", 1, "who is told of a failure must not cause another"),
        ("src/Linnet/Sockets/ReceiveOperation.cs", 2, "handed to whoever awaits; thrown, it would end the process"),
        ("src/Linnet/WebSockets/WebSocketEndpoint.cs", 1, "a handler, whose client is told 1011; what was thrown is reported"));

    [Fact]
    public void Everything_is_caught_only_where_the_list_says()
    {
        Findings.ExpectNone(
            Allowed.Compare(RepositoryTree.Sources("src"), CatchesOfEverything),
            "Catch what you expect by type and code, or list the place in CatchTests with its reason.");
    }

    [Fact]
    public void A_place_that_needs_its_allowance_no_longer_is_found()
    {
        SourceFile one = SourceFile.Planted("class P { void M() { try { } catch { } } }", "src/One.cs");
        SourceFile none = SourceFile.Planted("class P { }", "src/One.cs");
        Allowances allowances = new(("src/One.cs", 1, "a test"));

        Assert.Empty(allowances.Compare([one], CatchesOfEverything));
        Assert.Single(allowances.Compare([none], CatchesOfEverything));
        Assert.Single(new Allowances().Compare([one], CatchesOfEverything));
    }

    [Theory]
    [InlineData("catch (System.Exception) { }", 1)]
    [InlineData("catch (Exception e) { throw new A(e); }", 1)]
    [InlineData("catch { }", 1)]
    [InlineData("catch (Exception e) when (Log(e)) { }", 1)]
    [InlineData("catch (Exception e) when (e is A or B) { }", 0)]
    [InlineData("catch (Exception e) when (e is A || e.GetType() == typeof(B)) { }", 0)]
    [InlineData("catch { Dispose(); throw; }", 0)]
    [InlineData("catch { if (_closed) { throw; } }", 1)]
    [InlineData("catch (IOException) { }", 0)]
    public void A_catch_of_everything_is_found(string clause, int expected)
    {
        SourceFile planted = SourceFile.Planted($"class P {{ void M() {{ try {{ }} {clause} }} }}");

        Assert.Equal(expected, CatchesOfEverything(planted).Count());
    }

    private static IEnumerable<string> CatchesOfEverything(SourceFile file) =>
        file.All<CatchClauseSyntax>().Where(IsCatchOfEverything).Select(clause => file.At(clause));

    private static bool IsCatchOfEverything(CatchClauseSyntax clause) =>
        clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        && !NamesExceptions(clause.Filter)
        && clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null };

    private static bool NamesExceptions(CatchFilterClauseSyntax? filter) =>
        filter is not null && filter.DescendantNodes().Any(node =>
            node is IsPatternExpressionSyntax || node.IsKind(SyntaxKind.IsExpression));
}
