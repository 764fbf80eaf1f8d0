// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// Places where something we would rather not have is allowed, each with its reason. The list can only shrink by itself:
/// a place that no longer needs its allowance is a finding too.
/// </summary>
internal sealed class Allowances
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <param name="places">File, how often, and why.</param>
    public Allowances(params IEnumerable<(string Path, int Count, string Reason)> places)
    {
        foreach ((string path, int count, string reason) in places)
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                throw new ArgumentException($"{path} is listed without a reason.", nameof(places));
            }

            _counts.Add(path, count);
        }
    }

    /// <summary>What a rule finds beyond the list, and what the list allows beyond what is there.</summary>
    public IEnumerable<string> Compare(IReadOnlyList<SourceFile> files, Func<SourceFile, IEnumerable<string>> rule)
    {
        Dictionary<string, string[]> found =
            files.ToDictionary(file => file.Path, file => rule(file).ToArray(), StringComparer.Ordinal);

        IEnumerable<string> unlisted = found
            .Where(file => file.Value.Length > _counts.GetValueOrDefault(file.Key))
            .SelectMany(file => file.Value);
        IEnumerable<string> stale = _counts
            .Where(entry => found.GetValueOrDefault(entry.Key, []).Length < entry.Value)
            .Select(entry => $"{entry.Key}: {entry.Value} listed, fewer are there");

        return unlisted.Concat(stale);
    }
}
