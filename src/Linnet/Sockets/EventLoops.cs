// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// The event loops of the process, one for each processor: all servers share them, as they share the processors. They
/// start with the first user and end after the last, so that nothing of ours keeps running, or a plugin loaded.
/// </summary>
internal sealed class EventLoops
{
    /// <summary>More loops than this have not been measured to be of use.</summary>
    private const int MaxLoops = 64;

    private static readonly Lock Gate = new();
    private static EventLoops? _current;

    private readonly LoopThreads _threads = new();
    private readonly LoopMonitor _monitor;
    private readonly EventLoop[] _loops;
    private int _users;
    private uint _next;

    private EventLoops()
    {
        _monitor = new LoopMonitor(_threads);
        _loops = new EventLoop[Math.Clamp(Environment.ProcessorCount, 1, MaxLoops)];
        List<LoopThread> threads = [];
        try
        {
            for (int index = 0; index < _loops.Length; index++)
            {
                _loops[index] = new EventLoop(_threads, _monitor);
                threads.Add(_threads.TryTake()
                    ?? throw new SocketException((int)SocketError.NoBufferSpaceAvailable));
            }

            _monitor.Start(_loops);
        }
        catch
        {
            // Nothing runs yet: all or nothing, for the next server may have more luck.
            threads.ForEach(_threads.GiveBack);
            _threads.Stop();
            Array.ForEach(_loops, loop => loop?.Discard());
            throw;
        }

        for (int index = 0; index < _loops.Length; index++)
        {
            threads[index].Give(_loops[index]);
        }
    }

    /// <summary>True where there is epoll and our calls of it are tried: Linux on x64 and arm64.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>How many times a loop was taken from a thread that a handler had blocked.</summary>
    public int HandOffs
    {
        get
        {
            int sum = 0;
            foreach (EventLoop loop in _loops)
            {
                sum += loop.HandOffs;
            }

            return sum;
        }
    }

    /// <summary>How many threads there are, the monitor not counted.</summary>
    public int ThreadCount => _threads.Count;

    /// <summary>The process's loops, for one more user, who must <see cref="Release"/> them.</summary>
    /// <exception cref="SocketException">The process has no descriptors or threads left for them.</exception>
    /// <exception cref="OutOfMemoryException">It has no memory left for them.</exception>
    public static EventLoops Acquire()
    {
        lock (Gate)
        {
            EventLoops loops = _current ??= new EventLoops();
            loops._users++;
            return loops;
        }
    }

    /// <summary>One more user.</summary>
    public void AddUser()
    {
        lock (Gate)
        {
            _users++;
        }
    }

    /// <summary>One user less; the last one ends the loops.</summary>
    public void Release()
    {
        lock (Gate)
        {
            if (--_users > 0)
            {
                return;
            }

            _current = null;
        }

        _monitor.Stop();
        foreach (EventLoop loop in _loops)
        {
            loop.Stop();
        }

        _threads.Stop();
    }

    /// <summary>The next loop in turn.</summary>
    public EventLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];
}
