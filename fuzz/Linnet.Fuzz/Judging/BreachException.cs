// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Fuzz.Judging;

/// <summary>An input for which a reader breaks its contract. AFL++ counts it as a crash.</summary>
internal sealed class BreachException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Says that the contract is broken when it is.</summary>
    public static void Unless(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BreachException($"Not so: {promise}");
        }
    }
}
