// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>An event loop of a test's own, which no other test can make wary.</summary>
internal sealed class LoneLoop : IDisposable
{
    private readonly LoopThreads _threads = new();
    private readonly LoopMonitor _monitor;
    private readonly EventLoop _loop;
    private readonly ConcurrentBag<LinuxDescriptor> _watched = [];

    public LoneLoop()
    {
        _monitor = new LoopMonitor(_threads);
        _loop = new EventLoop(_threads, _monitor);
        _threads.TryTake()!.Give(_loop);
        _monitor.Start([_loop]);
    }

    /// <summary>How many times the loop has been taken from a thread.</summary>
    public int HandOffs => _loop.HandOffs;

    /// <summary>True when who is new to the loop would have to wait.</summary>
    public bool IsBusy => _loop.IsBusy;

    /// <summary>How many threads there are, the monitor not counted.</summary>
    public int ThreadCount => _threads.Count;

    /// <summary>Has the loop run the code once, as a handler of somebody's.</summary>
    public void Watch(Action code)
    {
        // A counter that is not zero is readable at once.
        LinuxDescriptor counter = LinuxDescriptor.Require(
            LinuxSocketCalls.CreateEventCounter(1, LinuxSocketCalls.CloseOnExec), "eventfd");
        _watched.Add(counter);
        _loop.Add(counter, new LoopTarget(new Client(code), isOurs: false), LoopEvents.Readable | LoopEvents.EdgeTriggered);
    }

    public void Dispose()
    {
        _monitor.Stop();
        _loop.Stop();
        _threads.Stop();
        foreach (LinuxDescriptor counter in _watched)
        {
            counter.Dispose();
        }
    }

    private sealed class Client(Action code) : ILoopClient
    {
        public void OnEvents(LoopEvents events) => code();
    }
}
