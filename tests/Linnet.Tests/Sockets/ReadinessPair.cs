// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;

using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>
/// One thread makes things ready and tells of it, as the system and the loop do; the other takes them, and waits as an
/// operation does. A lost wake-up leaves the consumer waiting for ever.
/// </summary>
internal sealed class ReadinessPair
{
    private Readiness _readiness;
    private int _available;
    private int _resumed;
    private int _consumed;

    public int Consumed => Volatile.Read(ref _consumed);

    public void Produce(int count)
    {
        for (int made = 0; made < count; made++)
        {
            Interlocked.Increment(ref _available);
            if (_readiness.Signal())
            {
                Volatile.Write(ref _resumed, 1);
            }

            // Now and then the consumer gets as far as waiting.
            if (made % 7 == 0)
            {
                Thread.SpinWait(20);
            }
        }
    }

    public void Consume(int count)
    {
        SpinWait spin = default;
        while (_consumed < count)
        {
            if (_readiness.IsReady)
            {
                _readiness.Clear();
            }

            int taken = Interlocked.Exchange(ref _available, 0);
            if (taken > 0)
            {
                _consumed += taken;
            }
            else if (_readiness.TryWait(isIdle: false))
            {
                while (Interlocked.Exchange(ref _resumed, 0) == 0)
                {
                    spin.SpinOnce();
                }
            }
        }
    }
}
