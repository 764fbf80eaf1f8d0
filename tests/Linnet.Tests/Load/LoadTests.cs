// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Load.Restarts;
using Linnet.Load.Slow;
using Linnet.Load.Transfer;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Load;

/// <summary>The heavy proofs of <c>bench/Linnet.Load</c>, small: what is counted and never what is timed.</summary>
public sealed class LoadTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Large_bodies_arrive_whole_and_leave_no_trace_in_memory()
    {
        const long Size = (256 * Mebibyte) + 1;
        await foreach (TransferResult result in TransferRun.RunAsync(
            Size, SocketTransport.Automatic, TestContext.Current.CancellationToken))
        {
            Assert.True(result.Bytes is Size or 0, $"{result}");

            // What a transfer holds is a few buffers of 64 KiB, whatever its size.
            Assert.True(result.Memory.ManagedBytes < 16 * Mebibyte, $"{result}");
        }
    }

    [Fact]
    [Attack("RL-01"), Attack("RL-02"), Attack("RL-03")]
    public async Task A_good_client_among_slow_ones_has_all_its_answers()
    {
        SlowResult result = await SlowRun.RunAsync(
            clients: 90,
            requests: 300,
            TimeSpan.FromMilliseconds(1),
            SocketTransport.Automatic,
            TestContext.Current.CancellationToken);
        Assert.Equal(300, result.Quiet.Count);
        Assert.Equal(300, result.Loaded.Count);
        Assert.Equal(300, result.Elsewhere.Count);
    }

    [Fact]
    [Rfc("9112", "9.3.1"), Rfc("9112", "9.6")]
    public async Task No_request_that_was_begun_is_lost_by_a_restart()
    {
        RestartsRun run = new(SocketTransport.Automatic, TimeSpan.FromSeconds(30));
        await run.RunAsync(restarts: 10, clients: 8, answers: 300, TestContext.Current.CancellationToken);
        Assert.Equal(0, run.Journal.Unanswered);
        Assert.Equal(run.Journal.Total, run.Counts.Answered);
        Assert.Equal((0, 0), (run.Counts.Wrong, run.Counts.Truncated));
        Assert.Equal(0, run.Cut);
    }

    [Fact]
    public async Task A_restart_that_waits_for_nothing_is_seen_to_cut()
    {
        RestartsRun run = new(SocketTransport.Automatic, TimeSpan.Zero);
        await run.RunAsync(restarts: 10, clients: 8, answers: 100, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, run.Cut);
        Assert.NotEqual(0, run.Counts.Resets + run.Counts.Truncated);
        Assert.Equal(0, run.Counts.Wrong);
    }
}
