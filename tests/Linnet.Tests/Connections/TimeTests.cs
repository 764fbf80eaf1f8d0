// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;

using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Every wait has an end, and no wait ends early. The clock is the test's.</summary>
public sealed class TimeTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";

    private static readonly HttpHandler Hello = static exchange => exchange.Response.WriteAsync("hello");

    private static readonly HttpHandler Reader = static async exchange =>
    {
        byte[] buffer = new byte[4096];
        while (await exchange.Request.Body.ReadAsync(buffer) > 0)
        {
            // Reading is what takes the time.
        }
    };

    [Fact]
    [Attack("RL-01")]
    public async Task A_client_that_says_nothing_is_closed_after_ten_seconds_without_an_answer()
    {
        await using ServedConnection served = ServedConnection.Start(Hello);
        served.Advance(9.5);
        Assert.False(served.HasEnded);
        served.Advance(1);
        Assert.Equal(ConnectionEndCause.IdleTimedOut, (await served.EndAsync()).Cause);
        await served.Client.ExpectEndAsync();
    }

    [Fact]
    [Attack("RL-01")]
    [Rfc("9110", "15.5.9")]
    public async Task A_head_that_drips_is_answered_408_after_fifteen_seconds()
    {
        await using ServedConnection served = ServedConnection.Start(Hello);
        for (int second = 0; second < 14; second++)
        {
            await served.Client.SendAsync(Get[second..(second + 1)]);
            served.Advance(1);
        }

        Assert.False(served.HasEnded);
        served.Advance(1.5);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(408, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.Rejected, (await served.CloseAsync()).Cause);
    }

    [Fact]
    [Attack("RL-04")]
    public async Task An_idle_connection_is_closed_after_sixty_seconds_and_not_before()
    {
        await using ServedConnection served = ServedConnection.Start(Hello);
        await served.Client.AskAsync(Get);
        served.Advance(59.5);
        Assert.Equal(200, (await served.Client.AskAsync(Get)).Status);
        served.Advance(59.5);
        Assert.False(served.HasEnded);
        served.Advance(1);
        Assert.Equal(ConnectionEndCause.IdleTimedOut, (await served.EndAsync()).Cause);
        await served.Client.ExpectEndAsync();
    }

    [Fact]
    [Rfc("9112", "2.2")]
    public async Task An_empty_line_after_a_request_is_not_the_beginning_of_another()
    {
        await using ServedConnection served = ServedConnection.Start(Hello);
        await served.Client.SendAsync(Get + "\r\n");
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        served.Advance(20);
        Assert.Equal(ConnectionEndCause.IdleTimedOut, (await served.EndAsync()).Cause);
        await served.Client.ExpectEndAsync();
    }

    [Theory]
    [Attack("RL-02")]
    [InlineData(200, true)]
    [InlineData(400, false)]
    public async Task A_body_is_cut_when_its_average_rate_is_too_low_and_only_then(int bytesPerSecond, bool isCut)
    {
        await using ServedConnection served = ServedConnection.Start(Reader);
        await served.Client.SendAsync(Post);
        for (int second = 0; second < 30; second++)
        {
            served.Advance(1);
            if (second < 5 || !isCut)
            {
                await served.Client.SendAsync(new string('x', bytesPerSecond));
            }
        }

        if (isCut)
        {
            Assert.Equal(408, (await served.Client.ReceiveAsync()).Status);
            Assert.Equal(ConnectionEndCause.Rejected, (await served.CloseAsync()).Cause);
        }
        else
        {
            await served.Client.ExpectQuietAsync();
        }
    }

    [Fact]
    [Attack("RL-02")]
    public async Task Speed_at_the_start_buys_a_minute_at_the_most()
    {
        await using ServedConnection served = ServedConnection.Start(Reader);
        await served.Client.SendAsync(Post);
        await served.Client.SendAsync(new string('x', 99_999));
        served.Advance(59.5);
        await served.Client.ExpectQuietAsync();
        served.Advance(1);
        Assert.Equal(408, (await served.Client.ReceiveAsync()).Status);
    }

    [Fact]
    [Attack("RL-03")]
    public async Task A_client_that_takes_nothing_is_reset()
    {
        await using ServedConnection served = ServedConnection.Start(
            static exchange => exchange.Response.WriteAsync(new byte[10_000]),
            options: new MemoryOptions { WindowBytes = 100 });
        await served.Client.SendAsync(Get);
        served.Advance(30);
        Assert.False(served.HasEnded);
        served.Advance(31);
        Assert.Equal(ConnectionEndCause.SendTimedOut, (await served.EndAsync()).Cause);
        await served.Client.ExpectResetAsync();
    }

    [Fact]
    public async Task A_connection_grows_old_and_says_so()
    {
        Http1Settings settings = new() { ConnectionLifetime = TimeSpan.FromMinutes(2) };
        await using ServedConnection served = ServedConnection.Start(Hello, settings);
        Assert.False((await served.Client.AskAsync(Get)).SaysClose);
        served.Advance(50);
        Assert.False((await served.Client.AskAsync(Get)).SaysClose);
        served.Advance(50);
        Assert.False((await served.Client.AskAsync(Get)).SaysClose);
        served.Advance(50);
        Assert.True((await served.Client.AskAsync(Get)).SaysClose);
        Assert.Equal(ConnectionEndCause.LimitReached, (await served.CloseAsync()).Cause);
    }

    [Fact]
    public async Task The_last_request_of_a_connection_is_answered_with_a_close()
    {
        await using ServedConnection served = ServedConnection.Start(Hello, new() { MaxRequestsPerConnection = 3 });
        Assert.False((await served.Client.AskAsync(Get)).SaysClose);
        Assert.False((await served.Client.AskAsync(Get)).SaysClose);
        Assert.True((await served.Client.AskAsync(Get)).SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(new ConnectionEnd(ConnectionEndCause.LimitReached, default, 3), await served.CloseAsync());
    }

    [Fact]
    public async Task An_idle_connection_has_a_second_once_the_server_stops()
    {
        await using ServedConnection served = ServedConnection.Start(Hello);
        await served.Client.AskAsync(Get);
        served.Drain();
        served.Advance(0.5);
        Assert.True((await served.Client.AskAsync(Get)).SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.Drained, (await served.CloseAsync()).Cause);

        await using ServedConnection silent = ServedConnection.Start(Hello);
        await silent.Client.AskAsync(Get);
        silent.Drain();
        silent.Advance(0.75);
        Assert.False(silent.HasEnded);
        silent.Advance(0.75);
        await silent.Client.ExpectEndAsync();

        // A client that does not close in answer is not waited for long.
        silent.Advance(1.25);
        Assert.Equal(ConnectionEndCause.Drained, (await silent.EndAsync()).Cause);
    }
}
