// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Concurrent;
using System.Threading;

namespace Linnet.Load.Restarts;

/// <summary>
/// What the handler has begun and no client has had a whole response to: at the end, the requests that were received and
/// lost. Thread-safe.
/// </summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<long, bool> _begun = new();
    private long _number;
    private long _total;

    /// <summary>How many requests were begun.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>How many of them nobody has had a whole response to.</summary>
    public int Unanswered => _begun.Count;

    /// <summary>A number that no other request has.</summary>
    public long NextNumber() => Interlocked.Increment(ref _number);

    /// <summary>The handler has begun a request.</summary>
    public void Begin(long number)
    {
        Interlocked.Increment(ref _total);
        _begun.TryAdd(number, true);
    }

    /// <summary>Its client has a whole response.</summary>
    public void Answered(long number) => _begun.TryRemove(number, out _);
}
