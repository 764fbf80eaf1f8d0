// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Threading;
using Xunit.v3;

[assembly: Linnet.Conformance.TimeLimit]

namespace Linnet.Conformance;

/// <summary>Ends the run, and says why, when a test takes far longer than any should: one that hangs has no other end.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TimeLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);
    private static readonly ConcurrentDictionary<string, Timer> Running = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Running[test.UniqueID] = new Timer(GiveUp, test.TestDisplayName, Limit, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Running.TryRemove(test.UniqueID, out Timer? timer))
        {
            timer.Dispose();
        }
    }

    private static void GiveUp(object? test)
    {
        Console.Error.WriteLine($"{test} has not ended for {Limit.TotalMinutes} minutes.");
        using var thisProcess = Process.GetCurrentProcess();
        thisProcess.Kill();
    }
}
