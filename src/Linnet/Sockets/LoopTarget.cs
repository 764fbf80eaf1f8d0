// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;

namespace Linnet.Sockets;

/// <summary>What an <see cref="EventLoop"/> remembers of a descriptor that it watches.</summary>
/// <param name="client">Who has it watched.</param>
/// <param name="isOurs">
/// Only code of ours runs for it. That may take long, as when thousands of clients connect at once, but says nothing of
/// what other targets may do.
/// </param>
internal sealed class LoopTarget(ILoopClient client, bool isOurs)
{
    /// <summary>How many quick dispatches prove a target while its loop is wary.</summary>
    internal const int Proven = 4;

    /// <summary>How many quick dispatches a target needs to be trusted again after one that blocked.</summary>
    private const int AfterBlocking = -8;

    private long _key;
    private int _trust;

    /// <summary>What the system gives back with an event of this target; 0 once it is not watched any more.</summary>
    public long Key
    {
        get => Volatile.Read(ref _key);
        set => Volatile.Write(ref _key, value);
    }

    /// <summary>Runs whatever waits for these events: code of users too.</summary>
    public void OnEvents(LoopEvents events) => client.OnEvents(events);

    /// <summary>True when the loop should not run this target's code itself: it has blocked, or might.</summary>
    /// <param name="isWary">Something on the loop has blocked lately, so trust has to be earned.</param>
    public bool IsSuspect(bool isWary) => !isOurs && Volatile.Read(ref _trust) < (isWary ? Proven : 0);

    /// <summary>True when only code of ours runs for it.</summary>
    public bool IsOurs => isOurs;

    /// <summary>A dispatch was quick.</summary>
    // Two threads may count at once and one count get lost: trust comes a little later then.
    public void CountQuick()
    {
        int trust = Volatile.Read(ref _trust);
        if (trust < Proven)
        {
            Volatile.Write(ref _trust, trust + 1);
        }
    }

    /// <summary>A dispatch blocked.</summary>
    public void CountBlocked() => Volatile.Write(ref _trust, AfterBlocking);

    /// <summary>No longer watched; the key it had, or 0 when it was not watched.</summary>
    internal long TakeKey() => Interlocked.Exchange(ref _key, 0);
}
