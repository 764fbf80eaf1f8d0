// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Load.Exhaustion;
using Linnet.Load.Reload;
using Linnet.Load.Restarts;
using Linnet.Load.Slow;
using Linnet.Load.Soak;
using Linnet.Load.Transfer;
using Linnet.Sockets;
using Linnet.Tls;
using Xunit;

namespace Linnet.Tests.Load;

/// <summary>The heavy proofs of <c>bench/Linnet.Load</c>, small: what is counted and never what is timed.</summary>
public sealed class LoadTests
{
    private const long Mebibyte = 1024 * 1024;

    // Without memory: a heap that runs out can end any .NET process from within. What is done against it has tests of its own.
    public static TheoryData<int> Shortages =>
        [.. Enumerable.Range(0, Shortage.All.Count).Where(one => Shortage.All[one].Bounds.HeapBytes is null)];

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

    [Theory]
    [MemberData(nameof(Shortages))]
    [Attack("FT-01"), Attack("FT-04"), Attack("FT-06"), Attack("FT-07")]
    public async Task A_server_outlives_what_it_is_left_without(int shortage)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits and the full disk are those of Linux.");
        ShortageResult result = await ShortageRun.RunAsync(
            Shortage.All[shortage],
            TimeSpan.FromSeconds(1),
            SocketTransport.Automatic,
            TestContext.Current.CancellationToken);
        Assert.True(result.Survived && result.Recovery is not null, $"{result}");
        Assert.True(result.Answered + result.TurnedAway > 0, $"{result}");
        Assert.Equal(Shortage.All[shortage].Log.Length > 0, result.LinesDropped > 0);
    }

    [Fact]
    public async Task Every_kind_of_client_at_once_fails_no_good_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process is looked at as Linux shows it.");
        SoakResult result = await SoakRun.RunAsync(
            TimeSpan.FromSeconds(3), looks: 4, SocketTransport.Automatic, static _ => { }, TestContext.Current.CancellationToken);
        Assert.True(result.Failed == 0, $"{result}");
        Assert.True(result is { Answered: > 0, Refused: > 0, Cut: > 0 }, $"{result}");
    }

    [Fact]
    public void What_grows_is_said_per_hour_over_the_second_half()
    {
        SoakSample[] samples = [.. Enumerable.Range(0, 60).Select(
            minute => new SoakSample(TimeSpan.FromMinutes(minute), minute < 30 ? 1_000_000 : 100 * minute, 7, 9))];
        SoakResult result = new(0, 0, 0, 0, samples);
        Assert.Equal(6000, result.PerHour(one => one.ResidentBytes), tolerance: 0.001);
        Assert.Equal(0, result.PerHour(one => one.Descriptors));
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
    [Attack("TL-07")]
    public async Task No_handshake_is_lost_while_certificates_are_replaced_and_none_meets_a_mix()
    {
        ReloadRun run = new(SocketTransport.Automatic);
        await run.RunAsync(
            handshakes: 400,
            clients: 4,
            TimeSpan.FromMilliseconds(20),
            static certificate => SourceOf(certificate)!.LooksEvery = TimeSpan.Zero,
            TestContext.Current.CancellationToken);
        Assert.Empty(run.Counts.Lost);
        Assert.Equal((400, 0), (run.Counts.Answered, run.Counts.Mixed));
        Assert.InRange(run.Counts.Certificates, 2, int.MaxValue);
        Assert.NotEqual(0, run.Failures);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref CertificateSource? SourceOf(Certificate certificate);

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
