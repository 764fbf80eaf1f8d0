// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Protocol.Representations;

/// <summary>Compares media types with rules: <c>text/html</c>, or <c>text/*</c> for all of a kind.</summary>
internal static class MediaTypeRules
{
    /// <summary>
    /// What becomes much smaller when it is compressed: text, JSON, XML, scripts, SVG, WebAssembly, and fonts without a
    /// compression of their own.
    /// </summary>
    public static IReadOnlyList<string> Compressible { get; } =
    [
        "text/*", "application/json", "application/problem+json", "application/ld+json", "application/geo+json",
        "application/manifest+json", "application/javascript", "application/xml", "application/xhtml+xml",
        "application/atom+xml", "application/rss+xml", "application/wasm", "image/svg+xml", "font/otf", "font/ttf",
    ];

    /// <summary>True when one of several rules fits a type without parameters.</summary>
    public static bool FitsAny(ReadOnlySpan<char> type, IReadOnlyList<string> rules)
    {
        for (int index = 0; index < rules.Count; index++)
        {
            if (Fits(type, rules[index]))
            {
                return true;
            }
        }

        return false;
    }

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
