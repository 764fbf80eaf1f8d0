// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

namespace Linnet.Routing;

/// <summary>One segment of a template.</summary>
internal sealed class RouteSegment
{
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly RouteConstraint[] _constraints;

    /// <summary>A literal.</summary>
    public RouteSegment(string literal)
        : this(RouteSegmentKind.Literal, literal, "", [])
    {
    }

    /// <summary>A segment with a parameter.</summary>
    /// <param name="kind">A parameter or a catch-all.</param>
    /// <param name="prefix">The text before the parameter; or the whole literal.</param>
    /// <param name="suffix">The text behind it.</param>
    /// <param name="constraints">What it demands of its value.</param>
    public RouteSegment(RouteSegmentKind kind, string prefix, string suffix, RouteConstraint[] constraints)
    {
        Kind = kind;
        _prefix = Encoding.UTF8.GetBytes(prefix);
        _suffix = Encoding.UTF8.GetBytes(suffix);
        _constraints = constraints.Length < 2 ? constraints : InOrder(constraints);
        Shape = kind switch
        {
            RouteSegmentKind.Literal => prefix,
            RouteSegmentKind.Parameter => $"{prefix}{{{ShapeOf(_constraints)}}}{suffix}",
            RouteSegmentKind.CatchAll => "{*}",
        };
    }

    /// <summary>What it is.</summary>
    public RouteSegmentKind Kind { get; }

    /// <summary>The bytes of a literal.</summary>
    public byte[] Literal => _prefix;

    /// <summary>The segment without the parameter's name: segments of equal shape take the same text.</summary>
    public string Shape { get; }

    /// <summary>How narrow it is: of the parameters in one place, the narrowest is tried first.</summary>
    public int Rank =>
        (64 * (_prefix.Length + _suffix.Length)) + _constraints.Sum(constraint => 1 + (int)constraint.Kind);

    /// <summary>True when a parameter takes a segment of a path.</summary>
    /// <param name="segment">The segment, decoded.</param>
    /// <param name="value">Where in the segment the parameter's value stands.</param>
    public bool Accepts(ReadOnlySpan<byte> segment, out Range value)
    {
        value = _prefix.Length..(segment.Length - _suffix.Length);
        if (segment.Length <= _prefix.Length + _suffix.Length
            || !segment.StartsWith(_prefix)
            || !segment.EndsWith(_suffix))
        {
            return false;
        }

        foreach (RouteConstraint constraint in _constraints)
        {
            if (!constraint.Accepts(segment[value]))
            {
                return false;
            }
        }

        return true;
    }

    private static RouteConstraint[] InOrder(RouteConstraint[] constraints) =>
        [.. constraints.Distinct().OrderBy(one => one.Kind).ThenBy(one => one.Min).ThenBy(one => one.Max)];

    private static string ShapeOf(RouteConstraint[] constraints) =>
        constraints.Length == 0 ? "" : string.Concat(constraints.Select(one => one.Shape));
}
