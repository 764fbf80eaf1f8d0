// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

using Linnet.Sockets;

namespace Linnet.Load.HandOffs;

/// <summary>
/// One thread makes things ready and tells of it, as the system and the loop do; the other takes them, and waits as an
/// operation does. A wake-up that is lost leaves the one who waits waiting for ever.
/// </summary>
internal sealed class ReadinessPair(long events)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Readiness _readiness;
    private long _available;
    private int _resumed;
    private long _consumed;
    private long _waits;
    private volatile bool _isGivenUp;

    /// <summary>How many of the events have been taken.</summary>
    public long Consumed => Interlocked.Read(ref _consumed);

    /// <summary>How often the one who takes had to wait.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>Runs until every event has been taken; false when nothing has been for 20 s: a wake-up was lost.</summary>
    public bool Run()
    {
        Thread consumer = new(Consume) { IsBackground = true };
        Thread producer = new(Produce) { IsBackground = true };
        consumer.Start();
        producer.Start();
        long before = -1;
        while (!consumer.Join(Patience))
        {
            if (Consumed == before)
            {
                _isGivenUp = true;
                producer.Join();
                consumer.Join();
                return false;
            }

            before = Consumed;
        }

        producer.Join();
        return true;
    }

    private void Produce()
    {
        for (long made = 0; made < events && !_isGivenUp; made++)
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

    private void Consume()
    {
        while (Consumed < events && !_isGivenUp)
        {
            if (_readiness.IsReady)
            {
                _readiness.Clear();
            }

            long taken = Interlocked.Exchange(ref _available, 0);
            if (taken > 0)
            {
                Interlocked.Add(ref _consumed, taken);
            }
            else if (_readiness.TryWait(isIdle: false))
            {
                Interlocked.Increment(ref _waits);
                AwaitResumption();
            }
        }
    }

    private void AwaitResumption()
    {
        SpinWait spin = default;
        while (Interlocked.Exchange(ref _resumed, 0) == 0 && !_isGivenUp)
        {
            spin.SpinOnce();
        }
    }
}
