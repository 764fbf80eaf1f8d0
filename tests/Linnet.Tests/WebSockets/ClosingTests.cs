// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

public sealed class ClosingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [Attack("WS-09")]
    [Rfc("6455", "7.4.1")]
    [Rfc("6455", "7.4.2")]
    [InlineData(0, 1002)]
    [InlineData(999, 1002)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1001)]
    [InlineData(1003, 1003)]
    [InlineData(1004, 1002)]
    [InlineData(1005, 1002)]
    [InlineData(1006, 1002)]
    [InlineData(1007, 1007)]
    [InlineData(1011, 1011)]
    [InlineData(1012, 1012)]
    [InlineData(1014, 1014)]
    [InlineData(1015, 1002)]
    [InlineData(1016, 1002)]
    [InlineData(2999, 1002)]
    [InlineData(3000, 3000)]
    [InlineData(4999, 4999)]
    [InlineData(5000, 1002)]
    [InlineData(65535, 1002)]
    public async Task A_close_code_that_is_sent_is_answered_with_itself(int code, int answer)
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(RawFrame.CloseOf(code));
        await client.ExpectCloseAsync(answer);
        Assert.Equal(ConnectionEndCause.Upgraded, (await served.CloseAsync()).Cause);
    }

    [Fact]
    [Rfc("6455", "5.5.1")]
    [Rfc("6455", "7.1.5")]
    [Rfc("6455", "7.1.6")]
    public async Task The_handler_learns_why_its_client_closed()
    {
        TaskCompletionSource<(WebSocketCloseStatus?, string?, WebSocketState)> told = new();
        await using ServedConnection served = SocketClient.Serve(async (socket, exchange) =>
        {
            await SocketClient.EchoAsync(socket, exchange);
            told.SetResult((socket.CloseStatus, socket.CloseStatusDescription, socket.State));
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(RawFrame.CloseOf(4000, "Grüße"u8.ToArray()));
        await client.ExpectCloseAsync(4000);
        Assert.Equal(((WebSocketCloseStatus)4000, "Grüße", WebSocketState.Closed), await told.Task.WaitAsync(Patience));
    }

    [Fact]
    [Rfc("6455", "5.5.1")]
    public async Task A_close_without_a_code_is_answered_without_one()
    {
        TaskCompletionSource<WebSocketCloseStatus?> told = new();
        await using ServedConnection served = SocketClient.Serve(async (socket, exchange) =>
        {
            await SocketClient.EchoAsync(socket, exchange);
            told.SetResult(socket.CloseStatus);
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(RawFrame.Of(RawFrame.Close, []));
        await client.ExpectCloseAsync(0);
        Assert.Equal(WebSocketCloseStatus.Empty, await told.Task.WaitAsync(Patience));
    }

    [Fact]
    [Attack("WS-11")]
    [Rfc("6455", "5.5.1")]
    [Rfc("6455", "7.1.1")]
    public async Task What_follows_a_close_frame_is_ignored()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(
            [.. RawFrame.CloseOf(1000), .. RawFrame.Of(RawFrame.Text, "late"), .. RawFrame.Of(RawFrame.Ping, "late"), 0xFF, 0xFF]);
        await client.ExpectCloseAsync(1000);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Attack("WS-11")]
    [Rfc("6455", "1.4")]
    public async Task What_comes_after_our_close_is_ignored_until_the_client_closes()
    {
        await using ServedConnection served = SocketClient.Serve(static (_, _) => Task.CompletedTask);
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync([.. RawFrame.Of(RawFrame.Text, "late"), .. RawFrame.Of(0x02, new byte[10_000])]);
        Assert.Equal([3, 232], (await client.ReceiveAsync()).Payload);
        Assert.False(served.HasEnded);
        await client.SendAsync(RawFrame.CloseOf(1000));
        await client.ExpectEndAsync();
    }

    [Fact]
    [Attack("WS-11")]
    [Rfc("6455", "7.1.1")]
    public async Task A_client_that_does_not_answer_a_close_is_given_up_in_time()
    {
        await using ServedConnection served = SocketClient.Serve(static (_, _) => Task.CompletedTask);
        SocketClient client = await SocketClient.OpenAsync(served);
        Assert.Equal([3, 232], (await client.ReceiveAsync()).Payload);
        served.Advance(4.5);
        Assert.False(served.HasEnded);
        served.Advance(0.75);
        Assert.Equal(ConnectionEndCause.Upgraded, (await served.EndAsync()).Cause);
    }

    [Fact]
    public async Task A_handler_that_throws_closes_with_1011_and_is_reported()
    {
        await using ServedConnection served = SocketClient.Serve(
            static (_, _) => throw new NotSupportedException("mine"));
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectCloseAsync(1011, answers: true);
        Assert.IsType<NotSupportedException>(Assert.Single(served.Failures));
    }

    [Theory]
    [Rfc("6455", "7.1.7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_client_ends_the_loop_and_is_nobodys_fault(bool isReset)
    {
        TaskCompletionSource<(WebSocketCloseStatus?, WebSocketState)> told = new();
        await using ServedConnection served = SocketClient.Serve(async (socket, exchange) =>
        {
            await SocketClient.EchoAsync(socket, exchange);
            told.SetResult((socket.CloseStatus, socket.State));
            await Assert.ThrowsAsync<WebSocketException>(async () => await socket.SendAsync("nobody hears"));
            Assert.False(socket.TryPost("nobody hears"));
            await Assert.ThrowsAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[1].AsMemory(), default));
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(RawFrame.Of(0x01, "begun"));
        if (isReset)
        {
            served.Client.Connection.Abort();
        }
        else
        {
            await served.Client.Connection.DisposeAsync();
        }

        Assert.Equal((null, WebSocketState.Aborted), await told.Task.WaitAsync(Patience));
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }

    [Theory]
    [Rfc("6455", "7.1.7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_send_that_breaks_off_ends_the_conversation_and_is_nobodys_fault(bool isCancelled)
    {
        TaskCompletionSource<WebSocketState> told = new();
        using CancellationTokenSource cancellation = new();
        await using ServedConnection served = SocketClient.Serve(
            async (socket, _) =>
            {
                Exception failure = await Assert.ThrowsAnyAsync<Exception>(
                    async () => await socket.SendAsync(new byte[100_000], cancellation.Token));
                told.SetResult(socket.State);
                Assert.Equal(isCancelled, failure is OperationCanceledException);
                await socket.SendAsync("nobody hears", CancellationToken.None);
            },
            memory: new() { WindowBytes = 1000 });
        await SocketClient.OpenAsync(served);
        await served.Client.Connection.ReceiveAsync(new byte[1], CancellationToken.None);
        if (isCancelled)
        {
            await cancellation.CancelAsync();
        }
        else
        {
            served.Client.Connection.Abort();
        }

        Assert.Equal(WebSocketState.Aborted, await told.Task.WaitAsync(Patience));
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_posted_leaves_before_what_is_sent_after_it_and_before_the_close(bool isClosing)
    {
        await using ServedConnection served = SocketClient.Serve(
            async (socket, _) =>
            {
                // The first is under way when the second comes, and is all that its sender knows of.
                Assert.True(socket.TryPost(new string('a', 5000)));
                Assert.True(socket.TryPost("posted"));
                if (!isClosing)
                {
                    await socket.SendAsync("sent");
                }
            },
            memory: new() { WindowBytes = 1000 });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectAsync(RawFrame.Text, new string('a', 5000));
        await client.ExpectAsync(RawFrame.Text, "posted");
        if (!isClosing)
        {
            await client.ExpectAsync(RawFrame.Text, "sent");
        }

        await client.ExpectCloseAsync(1000, answers: true);
    }

    [Fact]
    public async Task Nothing_follows_what_was_being_sent_when_the_client_ended_its_stream()
    {
        TaskCompletionSource heard = new();
        await using ServedConnection served = SocketClient.Serve(
            async (socket, exchange) =>
            {
                // The first is under way when the others come; the sender of the last one has its turn next, and sends the second,
                // which has more records than a client of TLS reads at once.
                Assert.True(socket.TryPost(new string('a', 5000)));
                Task late = socket.SendAsync("late").AsTask();
                Assert.True(socket.TryPost(new string('b', 60_000)));
                await SocketClient.EchoAsync(socket, exchange);
                heard.SetResult();
                await Assert.ThrowsAsync<WebSocketException>(() => late);
            },
            memory: new() { WindowBytes = 1000 });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectAsync(RawFrame.Text, new string('a', 5000));
        byte[] head = await client.TakeAsync(4);
        served.Client.Connection.ShutdownSend();
        await heard.Task.WaitAsync(Patience);
        Assert.Equal([0x81, 126, 60_000 >> 8, 60_000 & 0xff], head);
        Assert.All(await client.TakeAsync(60_000), letter => Assert.Equal((byte)'b', letter));
        await client.ExpectEndAsync();
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_silent_client_is_pinged_and_one_that_does_not_answer_is_given_up()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        served.Advance(30);
        await client.ExpectAsync(RawFrame.Ping, "");
        served.Advance(10);
        await client.SendAsync(RawFrame.Of(RawFrame.Pong, ""));
        served.Advance(30.5);
        await client.ExpectAsync(RawFrame.Ping, "");
        served.Advance(19);
        Assert.False(served.HasEnded);
        served.Advance(1.5);
        await served.EndAsync();
    }

    [Fact]
    [Attack("WS-10")]
    public async Task A_client_that_takes_nothing_is_given_up()
    {
        await using ServedConnection served = SocketClient.Serve(
            async (socket, _) => await socket.SendAsync(new byte[100_000]), memory: new() { WindowBytes = 1000 });
        await SocketClient.OpenAsync(served);
        served.Advance(19.5);
        Assert.False(served.HasEnded);
        served.Advance(1);
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_busy_handler_does_not_let_its_client_be_taken_for_dead()
    {
        TaskCompletionSource goOn = new();
        await using ServedConnection served = SocketClient.Serve(async (socket, exchange) =>
        {
            await goOn.Task;
            await SocketClient.EchoAsync(socket, exchange);
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(RawFrame.Of(RawFrame.Text, "early"));
        served.Advance(120);
        goOn.SetResult();
        await client.ExpectAsync(RawFrame.Text, "early");
    }

    [Fact]
    public async Task A_client_that_is_being_sent_to_is_not_asked_and_not_taken_for_dead()
    {
        await using ServedConnection served = SocketClient.Serve(
            static async (socket, exchange) =>
            {
                Task sending = socket.SendAsync(new byte[10_000]).AsTask();
                await SocketClient.EchoAsync(socket, exchange);
                await sending;
            },
            new WebSocketOptions { SendTimeout = TimeSpan.FromHours(1) },
            new() { WindowBytes = 1000 });
        SocketClient client = await SocketClient.OpenAsync(served);
        served.Advance(120);
        Assert.Equal(10_000, (await client.ReceiveAsync()).Payload.Length);
        await client.SendAsync(RawFrame.Of(RawFrame.Text, "alive"));
        await client.ExpectAsync(RawFrame.Text, "alive");
    }

    [Fact]
    [Rfc("6455", "5.5.3")]
    public async Task A_client_that_reads_nothing_is_read_all_the_same()
    {
        TaskCompletionSource<string> heard = new();
        await using ServedConnection served = SocketClient.Serve(
            async (socket, _) =>
            {
                Assert.True(socket.TryPost(new byte[10_000]));
                await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
                {
                    heard.TrySetResult(message.Text);
                }
            },
            memory: new() { WindowBytes = 1000 });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync(
            [.. RawFrame.Of(RawFrame.Ping, "one"), .. RawFrame.Of(RawFrame.Ping, "two"), .. RawFrame.Of(RawFrame.Text, "heard")]);
        Assert.Equal("heard", await heard.Task.WaitAsync(Patience));
        Assert.Equal(10_000, (await client.ReceiveAsync()).Payload.Length);
        await client.ExpectAsync(RawFrame.Pong, "two");
    }

    [Fact]
    public async Task A_send_that_is_cancelled_before_it_began_harms_nothing()
    {
        await using ServedConnection served = SocketClient.Serve(static async (socket, _) =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await socket.SendAsync("never", new System.Threading.CancellationToken(canceled: true)));
            await socket.SendAsync("sent");
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectAsync(RawFrame.Text, "sent");
        await client.ExpectCloseAsync(1000, answers: true);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task Whoever_still_receives_when_the_handler_has_returned_sees_the_end()
    {
        Task<WebSocketMessage?>? receiving = null;
        await using ServedConnection served = SocketClient.Serve((socket, _) =>
        {
            receiving = socket.ReceiveMessageAsync().AsTask();
            return Task.CompletedTask;
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectCloseAsync(1000, answers: true);
        await Eventually.TrueAsync(() => receiving is not null);
        Assert.Null(await receiving!.WaitAsync(Patience));
    }
}
