// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Middleware;

/// <summary>Compares media types with rules: <c>text/html</c>, or <c>text/*</c> for all of a kind.</summary>
internal static class MediaTypeRules
{
    /// <summary>A Content-Type without its parameters.</summary>
    public static ReadOnlySpan<char> Essence(ReadOnlySpan<char> contentType)
    {
        int end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).Trim();
    }

    /// <summary>True when a type without parameters is what a rule says.</summary>
    public static bool Fits(ReadOnlySpan<char> type, ReadOnlySpan<char> rule) =>
        IsKind(rule)
            ? type.StartsWith(rule[..^1], StringComparison.OrdinalIgnoreCase)
            : type.Equals(rule, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a rule that is of a whole kind.</summary>
    public static bool IsKind(ReadOnlySpan<char> rule) => rule.EndsWith("/*", StringComparison.Ordinal);
}
