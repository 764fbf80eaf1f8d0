// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Restarts;

/// <summary>What clients have met. Thread-safe.</summary>
internal sealed class RestartCounts
{
    private long _answered;
    private long _unreceived;
    private long _refused;
    private long _resets;
    private long _truncated;
    private long _wrong;

    /// <summary>Whole responses.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests whose connection ended in order before any byte of their response: they may be sent again.</summary>
    public long Unreceived => Interlocked.Read(ref _unreceived);

    /// <summary>Attempts to connect while nobody listened.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections that were reset.</summary>
    public long Resets => Interlocked.Read(ref _resets);

    /// <summary>Responses that ended before their end.</summary>
    public long Truncated => Interlocked.Read(ref _truncated);

    /// <summary>Responses to another request than was asked, or not 200.</summary>
    public long Wrong => Interlocked.Read(ref _wrong);

    /// <summary>Waits until there are so many whole responses.</summary>
    public async Task WaitForAnswersAsync(long answers, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        while (Answered < answers)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>A whole response, right or wrong.</summary>
    public void CountAnswer(bool isRight)
    {
        Interlocked.Increment(ref _answered);
        if (!isRight)
        {
            Interlocked.Increment(ref _wrong);
        }
    }

    /// <summary>Requests without a response.</summary>
    public void CountUnreceived(int requests) => Interlocked.Add(ref _unreceived, requests);

    /// <summary>Nobody listened.</summary>
    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>A reset.</summary>
    public void CountReset() => Interlocked.Increment(ref _resets);

    /// <summary>A part of a response.</summary>
    public void CountTruncated() => Interlocked.Increment(ref _truncated);
}
