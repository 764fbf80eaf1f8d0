// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Load.Simulations;

using Xunit;

namespace Linnet.Testing.Tests;

/// <summary>The same seed is the same run, and no run of many finds anything.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(58)]
    [InlineData(64)]
    public void The_same_seed_gives_the_same_trace_ten_times(int seed)
    {
        List<string> first = Trace(seed);
        Assert.True(first.Count > 100);
        for (int time = 1; time < 10; time++)
        {
            Assert.Equal(first, Trace(seed));
        }
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        Assert.NotEqual(Trace(1), Trace(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Fifty_thousand_faults_leave_everything_as_it_was(int seed)
    {
        SimulationRun run = new((ulong)seed);
        Alone(() => run.Run(50_000));
        Assert.Empty(run.Findings);
        Assert.True(run.Faults >= 50_000);
        Assert.True(run.Requests > run.Episodes);
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task Three_thousand_faults_over_TLS_leave_everything_as_it_was()
    {
        // On a thread of the pool, where TLS stays.
        SimulationRun run = new(5_000_001, isSecured: true);
        await Task.Run(() => run.Run(3_000), TestContext.Current.CancellationToken);
        Assert.Empty(run.Findings);
        Assert.True(run.Faults >= 3_000);
        Assert.True(run.Requests > run.Episodes);
    }

    [Fact]
    public void A_network_without_faults_is_a_network()
    {
        string? text = null;
        SimulatedNetwork network = new(7, NetworkFaults.None);
        network.Run(async () =>
        {
            HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = network.Time });
            await server.StartAsync();
            await using (RawClient client = new(await network.ConnectAsync(server)))
            {
                text = (await client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n")).Text;
            }

            await network.StopAsync(server, TimeSpan.FromMinutes(1));
        });
        Assert.Equal("order 7", text);
        Assert.Equal(0, network.FaultCount);
        Assert.Equal(0, network.OpenEnds);
    }

    [Fact]
    public void Time_passes_by_itself_and_costs_none()
    {
        TimeSpan idle = default;
        SimulatedNetwork network = new(7, NetworkFaults.None);
        network.Run(async () =>
        {
            HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = network.Time });
            await server.StartAsync();
            await using (RawClient client = new(await network.ConnectAsync(server)))
            {
                await client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n");
                Assert.True(await client.WaitForEndAsync());
                idle = network.Time.Elapsed;
            }

            await network.StopAsync(server, TimeSpan.FromMinutes(1));
        });
        TimeSpan limit = new Limits().IdleTimeout;
        Assert.InRange(idle, limit, limit + TimeSpan.FromSeconds(1));
    }

    [Fact]
    [Attack("FT-01")]
    public void Who_connects_while_descriptors_are_short_waits_and_is_answered()
    {
        string? text = null;
        SimulatedNetwork network = new(7, NetworkFaults.None with { DescriptorShortages = 1 });
        network.Run(async () =>
        {
            HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = network.Time });
            await server.StartAsync();
            await using (RawClient client = new(await network.ConnectAsync(server)))
            {
                Assert.Equal(0, network.AcceptedCount);
                text = (await client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n")).Text;
            }

            await network.StopAsync(server, TimeSpan.FromMinutes(1));
        });
        Assert.Equal("order 7", text);
        Assert.Equal(1, network.AcceptedCount);
        Assert.Equal(1, network.FaultCount);
        Assert.InRange(network.Time.Elapsed, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(11));
        Assert.Equal(0, network.OpenEnds);
    }

    [Fact]
    [Attack("FT-01")]
    public void Who_has_connected_before_the_stop_is_still_answered()
    {
        SimulatedNetwork network = new(7, NetworkFaults.None with { DescriptorShortages = 1 });
        network.Run(async () =>
        {
            HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = network.Time });
            await server.StartAsync();
            await using RawClient client = new(await network.ConnectAsync(server));
            Task<ReceivedResponse> asking = client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n");
            await network.StopAsync(server, TimeSpan.FromMinutes(1));
            Assert.Equal("order 7", (await asking).Text);
            await Assert.ThrowsAsync<IOException>(() => network.ConnectAsync(server));
        });
        Assert.Equal(1, network.AcceptedCount);
        Assert.Equal(0, network.OpenEnds);
    }

    [Fact]
    [Attack("FT-02")]
    public void Who_is_lost_before_being_accepted_finds_it_reset()
    {
        SimulatedNetwork network = new(7, NetworkFaults.None with { AbortedAccepts = 1 });
        network.Run(async () =>
        {
            HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = network.Time });
            await server.StartAsync();
            await using (SimulatedConnection connection = await network.ConnectAsync(server))
            {
                Assert.True(connection.IsBroken);
                await Assert.ThrowsAsync<IOException>(() => connection.WaitForDataAsync().AsTask());
            }

            await network.StopAsync(server, TimeSpan.FromMinutes(1));
        });
        Assert.Equal(0, network.AcceptedCount);
        Assert.Equal(1, network.FaultCount);
        Assert.Equal(0, network.OpenEnds);
    }

    [Fact]
    public void What_leaves_the_thread_is_told_so()
    {
        SimulatedNetwork network = new(7, NetworkFaults.None);
        SimulationException thrown = Assert.Throws<SimulationException>(() => network.Run(async () =>
        {
            await using HttpServer server = new([], exchange => new ValueTask(Task.Run(
                async () => await exchange.Response.WriteAsync("elsewhere"))))
            {
                Options = new HttpServerOptions { TimeProvider = network.Time },
            };
            await server.StartAsync();
            RawClient client = new(await network.ConnectAsync(server));
            await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }));
        Assert.Contains("thread", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_does_not_end_is_told_so()
    {
        SimulatedNetwork network = new(7) { MaxSteps = 1000 };
        SimulationException thrown = Assert.Throws<SimulationException>(() => network.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("Seed 7", thrown.Message, StringComparison.Ordinal);
    }

    private static List<string> Trace(int seed)
    {
        List<string> trace = [];
        Alone(() => SimulationEpisode.Run((ulong)seed, SimulationRun.FaultsOf((ulong)seed), traced: trace.Add));
        return trace;
    }

    /// <summary>Runs something on a thread of its own, which nobody else rents buffers on.</summary>
    private static void Alone(Action work)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception) when (exception is SimulationException or InvalidOperationException or IOException)
            {
                failure = exception;
            }
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(5)));
        Assert.Null(failure);
    }
}
