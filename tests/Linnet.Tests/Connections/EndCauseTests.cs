// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Protocol.Messages;
using Linnet.Testing;
using Linnet.Tests.Connections.Memory;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Linnet.Tests.Tls;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Each way in which a connection can end, brought about.</summary>
public sealed class EndCauseTests
{
    private static readonly Dictionary<ConnectionEndCause, Func<Task<ConnectionEnd>>> Ways = new()
    {
        [ConnectionEndCause.PeerClosed] = PeerClosedAsync,
        [ConnectionEndCause.PeerClosedEarly] = PeerClosedEarlyAsync,
        [ConnectionEndCause.PeerReset] = PeerResetAsync,
        [ConnectionEndCause.RequestedByPeer] = RequestedByPeerAsync,
        [ConnectionEndCause.Tolerated] = ToleratedAsync,
        [ConnectionEndCause.RequestedByHandler] = RequestedByHandlerAsync,
        [ConnectionEndCause.IdleTimedOut] = IdleTimedOutAsync,
        [ConnectionEndCause.Rejected] = RejectedAsync,
        [ConnectionEndCause.ProxyHeaderRejected] = ProxyHeaderRejectedAsync,
        [ConnectionEndCause.ProxyHeaderTimedOut] = ProxyHeaderTimedOutAsync,
        [ConnectionEndCause.HandshakeFailed] = HandshakeFailedAsync,
        [ConnectionEndCause.HandshakeTimedOut] = HandshakeTimedOutAsync,
        [ConnectionEndCause.BodyUnread] = BodyUnreadAsync,
        [ConnectionEndCause.SendTimedOut] = SendTimedOutAsync,
        [ConnectionEndCause.ResponseFailed] = ResponseFailedAsync,
        [ConnectionEndCause.AbortedByHandler] = AbortedByHandlerAsync,
        [ConnectionEndCause.Upgraded] = UpgradedAsync,
        [ConnectionEndCause.LimitReached] = LimitReachedAsync,
        [ConnectionEndCause.Shed] = ShedAsync,
        [ConnectionEndCause.ServerFull] = ServerFullAsync,
        [ConnectionEndCause.CutOff] = CutOffAsync,
        [ConnectionEndCause.Drained] = DrainedAsync,
        [ConnectionEndCause.Failed] = FailedAsync,
    };

    public static TheoryData<string> Causes => [.. Enum.GetNames<ConnectionEndCause>()];

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_connection_ends_with_the_cause_that_ended_it(string cause)
    {
        ConnectionEndCause expected = Enum.Parse<ConnectionEndCause>(cause);
        ConnectionEnd end = await Ways[expected]();
        Assert.Equal(expected, end.Cause);
    }

    [Fact]
    public async Task A_handler_that_is_told_of_a_lost_client_has_not_failed()
    {
        DrainHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.WaitForAbortAsync);
        await served.Client.SendAsync(Requests.Get());
        await handler.Began;
        served.Client.Connection.Abort();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
        Assert.True(handler.WasAborted);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Attack("FT-07")]
    public async Task What_a_callback_on_the_token_throws_is_told_and_ends_nothing_else()
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Aborted.Register(static () => throw new TimeoutException("a callback"));
            began.SetResult();
            await Task.Delay(Timeout.Infinite, exchange.Aborted);
        });
        await served.Client.SendAsync(Requests.Get());
        await began.Task;
        served.Client.Connection.Abort();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
        AggregateException told = Assert.IsType<AggregateException>(Assert.Single(served.Failures));
        Assert.IsType<TimeoutException>(Assert.Single(told.InnerExceptions));
    }

    [Fact]
    public async Task A_client_that_is_lost_in_another_protocol_is_no_fault_of_the_handler()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.UpgradeAsync);
        await served.Client.SendAsync(DrainHandler.Offer);
        Assert.Equal(101, (await served.Client.ReceiveAsync()).Status);
        served.Client.Connection.Abort();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
        Assert.Empty(served.Failures);
    }

    private static async Task<ConnectionEnd> PeerClosedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync(Requests.Get());
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> PeerClosedEarlyAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.SendAsync("GET / HTTP/1.1\r\nHo");
        served.Client.EndSending();
        Assert.Equal(400, (await served.Client.ReceiveAsync()).Status);
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> PeerResetAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync(Requests.Get());
        served.Client.Connection.Abort();
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> RequestedByPeerAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync(Requests.Get(lines: "Connection: close\r\n"));
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> HandshakeFailedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer, tls: TlsPair.Settings);
        await served.Client.SendAsync("\u0016\u0003");
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> HandshakeTimedOutAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer, tls: TlsPair.Settings);
        await served.Client.SendAsync("\u0016");
        await Eventually.TrueAsync(() => served.Server.IsReceiving);
        served.Advance(6);
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> ToleratedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(
            DrainHandler.Answer, new Http1Settings { Tolerated = Leniency.SpacesBeforeVersion });
        Assert.True((await served.Client.AskAsync("GET /  HTTP/1.1\r\nHost: a\r\n\r\n")).SaysClose);
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> RequestedByHandlerAsync()
    {
        await using ServedConnection served = ServedConnection.Start(static exchange =>
        {
            exchange.Response.Headers["Connection"] = "close";
            return default;
        });
        Assert.True((await served.Client.AskAsync(Requests.Get())).SaysClose);
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> IdleTimedOutAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        served.Advance(11);
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> RejectedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync("GET / HTTP/1.1\r\n\r\n");
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> ProxyHeaderRejectedAsync()
    {
        await using ServedConnection served =
            ServedConnection.Start(DrainHandler.Answer, proxyProtocolPeers: DrainHandler.Proxies);
        await served.Client.SendAsync(Requests.Get());
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> ProxyHeaderTimedOutAsync()
    {
        await using ServedConnection served =
            ServedConnection.Start(DrainHandler.Answer, proxyProtocolPeers: DrainHandler.Proxies);
        served.Advance(11);
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> BodyUnreadAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync(Requests.PostHead(1_000_000));
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> SendTimedOutAsync()
    {
        await using ServedConnection served =
            ServedConnection.Start(DrainHandler.Large, options: new MemoryOptions { WindowBytes = 100 });
        await served.Client.SendAsync(Requests.Get());
        served.Advance(61);
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> ResponseFailedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(static async exchange =>
        {
            await exchange.Response.WriteAsync("beginning");
            await exchange.Response.FlushAsync();
            throw new InvalidDataException("The rest cannot be had.");
        });
        await served.Client.SendAsync(Requests.Get());
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> AbortedByHandlerAsync()
    {
        await using ServedConnection served = ServedConnection.Start(static exchange =>
        {
            exchange.Response.Abort();
            return default;
        });
        await served.Client.SendAsync(Requests.Get());
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> UpgradedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.UpgradeAsync);
        await served.Client.SendAsync(DrainHandler.Offer);
        Assert.Equal(101, (await served.Client.ReceiveAsync()).Status);
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> LimitReachedAsync()
    {
        await using ServedConnection served =
            ServedConnection.Start(DrainHandler.Answer, new Http1Settings { MaxRequestsPerConnection = 1 });
        await served.Client.AskAsync(Requests.Get());
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> ShedAsync()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(
            DrainHandler.Answer, limits: new Limits { MaxConnections = 1 });
        MemoryClient idle = await server.ConnectAsync();
        await server.ConnectAsync();
        server.Advance(0.25);
        await idle.Raw.ExpectEndAsync();
        return await server.EndAsync();
    }

    private static async Task<ConnectionEnd> ServerFullAsync()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(
            DrainHandler.Answer, limits: new Limits { MaxConnections = 1, WhenFull = FullServerPolicy.Refuse });
        await server.ConnectAsync();
        MemoryClient refused = await server.ConnectAsync();
        Assert.Equal(503, (await refused.Raw.ReceiveAsync()).Status);
        await refused.CloseAsync();
        return await server.EndAsync();
    }

    private static async Task<ConnectionEnd> CutOffAsync()
    {
        DrainHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.WaitForAbortAsync);
        await served.Client.SendAsync(Requests.Get());
        served.CutOff();
        return await served.EndAsync();
    }

    private static async Task<ConnectionEnd> DrainedAsync()
    {
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        served.Drain();
        await served.Client.AskAsync(Requests.Get());
        return await served.CloseAsync();
    }

    private static async Task<ConnectionEnd> FailedAsync()
    {
        // No handler can bring it about: only a transport that breaks its contract.
        FaultyConnection connection = new();
        using Clock clock = new(TimeProvider.System);
        Queue<ConnectionEnd> ends = new();
        Queue<Exception> failures = new();
        await Http1Connection.RunAsync(connection, new ServerContext
        {
            Settings = new Http1Settings(),
            Clock = clock,
            Handler = static _ => default,
            HandlerFailed = failures.Enqueue,
            Ended = (_, end) => ends.Enqueue(end),
            Admission = new Admission(maxConnections: 1, maxPerAddress: 1, shedsIdle: false),
        });
        Assert.True(connection.IsAborted);
        Assert.IsType<NotSupportedException>(Assert.Single(failures));
        return Assert.Single(ends);
    }
}
