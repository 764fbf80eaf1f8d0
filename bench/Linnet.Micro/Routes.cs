// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BenchmarkDotNet.Attributes;
using Linnet.Routing;

namespace Linnet.Micro;

/// <summary>Finding one of a thousand routes.</summary>
[MemoryDiagnoser]
public class Routes
{
    private const int Count = 1000;

    private readonly byte[] _path = Encoding.ASCII.GetBytes($"api/resource{Count / 2}/7/part");
    private readonly Range[] _values = new Range[4];
    private readonly RouteNode _root = Tree();
    private readonly Dictionary<string, int> _paths = Enumerable.Range(0, Count)
        .ToDictionary(index => $"api/resource{index}/7/part", StringComparer.Ordinal);

    /// <summary>The whole path in a dictionary: there can be no parameters.</summary>
    [Benchmark(Baseline = true)]
    public int Dictionary() => _paths[Encoding.ASCII.GetString(_path)];

    /// <summary>Ours, with a parameter that has to be a number.</summary>
    [Benchmark]
    public int Walk()
    {
        RouteWalk walk = new(_path, "GET", _values);
        return walk.Find(_root) is not null ? walk.Steps : throw new InvalidOperationException();
    }

    private static RouteNode Tree()
    {
        RouteNode root = new();
        RouteScope scope = new();
        for (int index = 0; index < Count; index++)
        {
            RouteEntry entry = new(
                scope, "GET", $"/api/resource{index}/{{id:int}}/part", static _ => default, new RoutePlace("", 0));
            root.Add(entry, 0);
        }

        return root;
    }
}
