// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Threads that the runtime starts when it first needs them, started while that is sure to work. Starting a thread takes
/// descriptors on Unix, and a server needs its timers most when there are none left.
/// </summary>
internal static class RuntimeThreads
{
    /// <summary>Makes sure that timers work from now on.</summary>
    public static void StartTimerThread()
    {
        // Setting a timer for the first time starts the thread; whether it ever fires does not matter.
        using ITimer first = TimeProvider.System.CreateTimer(
            static _ => { }, state: null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
