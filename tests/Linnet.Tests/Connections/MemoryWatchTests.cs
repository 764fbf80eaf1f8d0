// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Connections;

public sealed class MemoryWatchTests
{
    private int _usedPercent;

    [Fact]
    public void It_is_short_from_the_bound_on_and_not_below()
    {
        using MemoryWatch watch = new(90, () => _usedPercent);
        watch.Look();
        Assert.False(watch.IsShort);
        _usedPercent = 90;
        watch.Look();
        Assert.True(watch.IsShort);
        _usedPercent = 89;
        watch.Look();
        Assert.False(watch.IsShort);
    }

    [Fact]
    public void Having_no_memory_to_look_is_being_short_of_it()
    {
        using MemoryWatch watch = new(90, static () => throw new OutOfMemoryException());
        watch.Look();
        Assert.True(watch.IsShort);
    }

    [Fact]
    public async Task It_looks_after_every_collection_and_by_itself_while_short()
    {
        using MemoryWatch watch = new(90, () => _usedPercent);
        Volatile.Write(ref _usedPercent, 95);
        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return watch.IsShort;
        });

        // Nobody collects now but the watch itself, or another test.
        Volatile.Write(ref _usedPercent, 10);
        await Eventually.TrueAsync(() => !watch.IsShort);
    }

    [Fact]
    [Attack("FT-03"), Rfc("9110", "15.6.4")]
    public async Task Without_memory_a_request_is_turned_away_and_told_when_to_ask_again()
    {
        using MemoryWatch watch = new(90, () => _usedPercent);
        int handled = 0;
        await using ServedConnection served = ServedConnection.Start(
            exchange =>
            {
                handled++;
                return exchange.Response.WriteAsync("whole");
            },
            memory: watch);
        await served.Client.SendAsync(Requests.Get());
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        _usedPercent = 100;
        watch.Look();
        await served.Client.SendAsync(Requests.Get());
        ReceivedResponse refused = await served.Client.ReceiveAsync();
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused["Retry-After"]);
        Assert.Equal("close", refused["Connection"]);
        Assert.Equal(1, handled);
    }

    [Fact]
    [Attack("FT-03")]
    public async Task Without_memory_the_rest_of_a_body_is_refused_to_who_gathers_it()
    {
        using MemoryWatch watch = new(90, () => _usedPercent);
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                byte[] buffer = new byte[4];
                while (await exchange.Request.Body.ReadAsync(buffer) > 0)
                {
                    Volatile.Write(ref _usedPercent, 100);
                    watch.Look();
                }
            },
            memory: watch);
        await served.Client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n01234567");
        ReceivedResponse refused = await served.Client.ReceiveAsync();
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused["Retry-After"]);
        Assert.Empty(served.Failures);
    }
}
