// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Load.Faults;

/// <summary>What came of an episode.</summary>
/// <param name="HasFailed">Whether the call that was to fail has.</param>
/// <param name="Findings">What was not as it must be.</param>
/// <param name="Kept">At which sites arrays were rented that have not been given back.</param>
/// <param name="Detail">Who suffered, and the way to the call that failed.</param>
/// <param name="Passes">How often each site was passed, where no call was to fail.</param>
internal sealed record EpisodeReport(
    bool HasFailed,
    IReadOnlyList<string> Findings,
    IReadOnlyList<int> Kept,
    string Detail,
    IReadOnlyDictionary<int, int> Passes)
{
    /// <summary>Of an episode that has told nothing more.</summary>
    public static EpisodeReport OfFinding(string finding) => new(true, [finding], [], "", new Dictionary<int, int>());
}
