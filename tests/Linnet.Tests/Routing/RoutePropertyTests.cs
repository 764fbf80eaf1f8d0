// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>The tree and the rules written down the slow way agree about any templates and any path.</summary>
public sealed class RoutePropertyTests
{
    private static readonly string[] Kinds = ["a", "a1", "1", "a{x}", "{x:int}", "{x}"];
    private static readonly string[] Ends = ["", "", "/{*rest}", "/"];
    private static readonly string[] Segments = ["a", "a1", "aa", "1", "11", "b", ""];

    private static readonly Gen<string> Template = Gen.Select(
        Gen.Int[0, Kinds.Length - 1].Select(static index => Kinds[index]).List[1, 4],
        Gen.Int[0, Ends.Length - 1].Select(static index => Ends[index]),
        static (kinds, end) => string.Concat(kinds.Select(static (kind, index) => "/" + kind.Replace("x", $"x{index}"))) + end);

    private static readonly Gen<string> Path =
        Gen.Int[0, Segments.Length - 1].List[1, 5].Select(
        static indices => "/" + string.Join('/', indices.Select(static index => Segments[index])));

    [Fact]
    [Attack("RL-07")]
    public void The_tree_finds_what_the_rules_say_within_the_steps_it_says() =>
        Gen.Select(Template.List[1, 12], Path.List[20]).Sample((templates, paths) =>
        {
            string[] different = [.. templates.Distinct()];
            RouteNode root = Tree(different);
            foreach (string path in paths)
            {
                RouteWalk walk = new(Encoding.UTF8.GetBytes(path[1..]), "GET", new Range[8]);
                string? found = walk.Find(root)?.Pattern.Text;
                Assert.Equal(NaiveRoutes.Find(different, path), found);
                Assert.InRange(walk.Steps, 1, root.MostSteps);
            }
        });

    private static RouteNode Tree(IEnumerable<string> templates)
    {
        RouteNode root = new();
        RouteScope scope = new();
        foreach (string template in templates)
        {
            root.Add(new RouteEntry(scope, "GET", template, static _ => default, new RoutePlace("", 0)), 0);
        }

        return root;
    }
}
