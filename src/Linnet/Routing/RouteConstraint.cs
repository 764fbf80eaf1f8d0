// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>One demand on the value of a parameter.</summary>
/// <param name="Kind">What is demanded.</param>
/// <param name="Min">The least number or length, where there is one.</param>
/// <param name="Max">The greatest.</param>
internal readonly record struct RouteConstraint(RouteConstraintKind Kind, long Min = 0, long Max = 0)
{
    /// <summary>What a template can write, for messages.</summary>
    public const string Known =
        "int, long, guid, bool, alpha, min(n), max(n), range(n,m), minlength(n), maxlength(n), length(n), length(n,m)";

    /// <summary>How it is written in the shape of a template.</summary>
    public string Shape => Kind is RouteConstraintKind.Length or RouteConstraintKind.Range
        ? string.Create(CultureInfo.InvariantCulture, $":{Kind}({Min},{Max})")
        : $":{Kind}";

    /// <summary>Reads a constraint as a template writes it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RouteConstraint constraint)
    {
        constraint = text switch
        {
            "long" => new(RouteConstraintKind.Long),
            "guid" => new(RouteConstraintKind.Guid),
            "bool" => new(RouteConstraintKind.Bool),
            "alpha" => new(RouteConstraintKind.Alpha),
            _ => new(RouteConstraintKind.Int),
        };
        if (constraint.Kind != RouteConstraintKind.Int || text is "int")
        {
            return true;
        }

        int open = text.IndexOf('(');
        return open > 0 && text[^1] == ')' && TryParseBounds(text[..open], text[(open + 1)..^1], out constraint);
    }

    /// <summary>True when a value meets it. Takes the length of the value at most.</summary>
    public bool Accepts(ReadOnlySpan<byte> value) => Kind switch
    {
        RouteConstraintKind.Int => RouteText.TryParseInt(value, out _),
        RouteConstraintKind.Long => RouteText.TryParseLong(value, out _),
        RouteConstraintKind.Guid => RouteText.TryParseGuid(value, out _),
        RouteConstraintKind.Bool => RouteText.TryParseBool(value, out _),
        RouteConstraintKind.Alpha => RouteText.IsAlpha(value),
        RouteConstraintKind.Range => RouteText.TryParseLong(value, out long number) && number >= Min && number <= Max,
        RouteConstraintKind.Length => IsBetween(Encoding.UTF8.GetCharCount(value)),
    };

    private bool IsBetween(long number) => number >= Min && number <= Max;

    private static bool TryParseBounds(
        ReadOnlySpan<char> name, ReadOnlySpan<char> arguments, out RouteConstraint constraint)
    {
        constraint = default;
        int comma = arguments.IndexOf(',');
        ReadOnlySpan<char> first = comma < 0 ? arguments : arguments[..comma];
        ReadOnlySpan<char> second = comma < 0 ? arguments : arguments[(comma + 1)..];
        if (!TryParseNumber(first, out long low) || !TryParseNumber(second, out long high) || low > high)
        {
            return false;
        }

        bool isOne = comma < 0;
        constraint = name switch
        {
            "min" when isOne => new(RouteConstraintKind.Range, low, long.MaxValue),
            "max" when isOne => new(RouteConstraintKind.Range, long.MinValue, low),
            "range" when !isOne => new(RouteConstraintKind.Range, low, high),
            "minlength" when isOne => new(RouteConstraintKind.Length, low, long.MaxValue),
            "maxlength" when isOne => new(RouteConstraintKind.Length, 0, low),
            "length" => new(RouteConstraintKind.Length, low, high),
            _ => default,
        };
        return constraint != default && (constraint.Kind == RouteConstraintKind.Range || low >= 0);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
