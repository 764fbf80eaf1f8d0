// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>Counts the steps of a match: however many routes there are, and whatever is asked for.</summary>
public sealed class RouteWalkTests
{
    [Theory]
    [Attack("RL-07")]
    [InlineData(10)]
    [InlineData(10_000)]
    public void The_number_of_routes_does_not_count(int routes)
    {
        RouteNode root = Tree([.. Enumerable.Range(0, routes).Select(index => $"/api/resource{index}/{{id:int}}/part")]);
        Assert.Equal(6, StepsOf(root, $"api/resource{routes - 1}/7/part", found: true));
        Assert.Equal(3, StepsOf(root, "api/other/7/part", found: false) + 1);
        Assert.Equal(6, root.MostSteps);
    }

    [Theory]
    [Attack("RL-07")]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Segments_beyond_the_longest_template_are_not_looked_at(int segments)
    {
        RouteNode root = Tree("/a/a/a", "/{x}/{y}/{z}", "/{x}/a/{z:int}", "/a/{y}/{z}/b");
        string path = string.Concat(Enumerable.Repeat("a/", segments));
        Assert.InRange(StepsOf(root, path, found: false), 1, (int)root.MostSteps);
    }

    [Theory]
    [Attack("RL-07")]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_catch_all_takes_any_number_of_segments_in_one_step(int segments)
    {
        RouteNode root = Tree("/all/{*path}");
        Assert.Equal(2, StepsOf(root, "all/" + string.Concat(Enumerable.Repeat("a/", segments)), found: true));
    }

    [Fact]
    [Attack("RL-07")]
    public void No_path_takes_more_steps_than_the_tree_says()
    {
        // Both a literal and two parameters in each of eight places, and none of the ways ends where the path does.
        string[] kinds = ["a", "{x:alpha}", "{x}"];
        RouteNode root = Tree([.. kinds.SelectMany(one => kinds.SelectMany(two => kinds.Select(
            three => $"/{one}/{two.Replace('x', 'y')}/{three.Replace('x', 'z')}/end")))]);
        int steps = StepsOf(root, "a/a/a/other", found: false);
        Assert.Equal(root.MostSteps, steps + 27);
        Assert.InRange(StepsOf(root, "b/b/b/end", found: true), 1, steps);
    }

    [Fact]
    [Attack("RL-07")]
    public void A_long_segment_is_one_segment()
    {
        RouteNode root = Tree("/{a:int}/b", "/{a:guid}/b", "/{a:alpha}/b", "/x{a}/b", "/{a:maxlength(9)}/b");
        Assert.InRange(StepsOf(root, new string('7', 1_000_000) + "/b", found: false), 1, (int)root.MostSteps);
    }

    private static RouteNode Tree(params string[] patterns)
    {
        RouteNode root = new();
        RouteScope scope = new();
        foreach (string pattern in patterns)
        {
            root.Add(new RouteEntry(scope, "GET", pattern, static _ => default, new RoutePlace("", 0)), 0);
        }

        return root;
    }

    private static int StepsOf(RouteNode root, string path, bool found)
    {
        RouteWalk walk = new(Encoding.UTF8.GetBytes(path), "GET", new Range[8]);
        Assert.Equal(found, walk.Find(root) is not null);
        return walk.Steps;
    }
}
