// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Threading;

using Linnet.Sockets;

namespace Linnet.Load.HandOffs;

/// <summary>
/// Threads that own a loop in turn, and one that takes it away whenever it can. Counts how often two were owners at once.
/// </summary>
internal sealed class OwnershipRace(long dispatches)
{
    private const int Owners = 4;

    private readonly SemaphoreSlim _given = new(1);
    private LoopOwnership _ownership;
    private int _owners;
    private long _dispatched;
    private long _taken;
    private long _violations;

    /// <summary>How often a thread has run the loop's code.</summary>
    public long Dispatched => Interlocked.Read(ref _dispatched);

    /// <summary>How often the loop was taken from a thread that was in it.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>How often a second thread took itself for the owner.</summary>
    public long Violations => Interlocked.Read(ref _violations);

    private bool IsOver => Dispatched >= dispatches;

    /// <summary>Runs until there have been so many dispatches.</summary>
    public void Run()
    {
        Thread[] owners = [.. Enumerable.Range(0, Owners).Select(_ => new Thread(Own) { IsBackground = true })];
        foreach (Thread owner in owners)
        {
            owner.Start();
        }

        Take();
        _given.Release(Owners);
        foreach (Thread owner in owners)
        {
            owner.Join();
        }
    }

    private void Own()
    {
        while (true)
        {
            _given.Wait();
            bool owns = true;
            while (owns && !IsOver)
            {
                // What an owner does between dispatches nobody else may do at the same time.
                Interlocked.Add(ref _violations, Interlocked.Increment(ref _owners) == 1 ? 0 : 1);
                Interlocked.Decrement(ref _owners);
                long dispatch = _ownership.Enter();
                Thread.SpinWait((int)(Interlocked.Increment(ref _dispatched) % 32));
                owns = _ownership.TryLeave(dispatch);
            }

            if (IsOver)
            {
                return;
            }
        }
    }

    private void Take()
    {
        while (!IsOver)
        {
            long state = _ownership.State;
            if (LoopOwnership.IsDispatching(state) && _ownership.TryTake(state))
            {
                _taken++;
                _given.Release();
            }
        }
    }
}
