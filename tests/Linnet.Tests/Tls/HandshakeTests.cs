// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>The bounds of a handshake, with a clock that only the test moves.</summary>
public sealed class HandshakeTests
{
    // A ClientHello of so many bytes, of which the rest never comes.
    private const string Beginning = "\u0016\u0003\u0001\u0040\u0000\u0001\u0000\u003f\u00fc\u0003\u0003";

    private readonly EchoHandler _handler = new();

    [Fact]
    [Attack("TL-03")]
    public async Task Who_connects_and_says_nothing_is_given_up()
    {
        await using ServedConnection served = Start();
        served.Advance(9.5);
        Assert.False(served.HasEnded);
        served.Advance(1);
        Assert.Equal(ConnectionEndCause.IdleTimedOut, (await served.EndAsync()).Cause);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    [Attack("TL-03")]
    public async Task A_first_message_that_dribbles_in_has_one_time_for_all_of_it(int first)
    {
        await using ServedConnection served = Start();
        await served.Client.SendAsync(Beginning[..first]);
        for (int second = 0; second < 4; second++)
        {
            await Eventually.TrueAsync(() => served.Server.IsReceiving);
            served.Advance(1.2);
            await served.Client.SendAsync("x");
        }

        Assert.False(served.HasEnded);
        await Eventually.TrueAsync(() => served.Server.IsReceiving);
        served.Advance(0.5);
        Assert.Equal(ConnectionEndCause.HandshakeTimedOut, (await served.EndAsync()).Cause);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Attack("TL-03")]
    public async Task A_first_message_that_is_too_large_ends_the_connection(bool inPieces)
    {
        // One record may have 16 KiB; the message goes on in further ones, up to what OpenSSL would take, 128 KiB.
        string record = "\u0016\u0003\u0001\u0040\u0000";
        string hello = record + "\u0001\u0001\u00ff\u00fc\u0003\u0003" + new string('x', 0x4000 - 6);
        await using ServedConnection served = Start();
        string sent = hello + record + new string('x', 0x4000);
        Task sending = served.Client.SendInPiecesAsync(sent, available => inPieces ? Math.Min(1000, available) : available);
        await sending;
        Assert.Equal(ConnectionEndCause.HandshakeFailed, (await served.CloseAsync()).Cause);
    }

    [Fact]
    [Attack("TL-04")]
    [Rfc("7301", "3.2")]
    public async Task Who_offers_only_other_protocols_is_refused()
    {
        await using ServedConnection served = Start();
        SslClientAuthenticationOptions options = TlsPair.ClientOptions();
        options.ApplicationProtocols = [SslApplicationProtocol.Http2, new SslApplicationProtocol("ftp")];
        AuthenticationException refusal = await Assert.ThrowsAsync<AuthenticationException>(
            () => TlsConnection.ConnectAsync(served.Client.Connection, options));
        Assert.Contains("no application protocol", $"{refusal}", StringComparison.Ordinal);
        Assert.Equal(ConnectionEndCause.HandshakeFailed, (await served.CloseAsync()).Cause);
    }

    [Theory]
    [InlineData("http/1.1")]
    [InlineData("h2", "http/1.1")]
    [InlineData]
    [Attack("TL-04")]
    [Rfc("7301", "3.2")]
    public async Task Who_offers_http_or_says_nothing_is_served(params string[] protocols)
    {
        await using ServedConnection served = Start();
        SslClientAuthenticationOptions options = TlsPair.ClientOptions();
        options.ApplicationProtocols = [.. Array.ConvertAll(protocols, name => new SslApplicationProtocol(name))];
        await using TlsConnection client = await TlsConnection.ConnectAsync(served.Client.Connection, options);
        Assert.Equal("GET / ", (await new RawClient(client).AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).Text);
    }

    [Fact]
    public async Task A_server_that_stops_waits_a_moment_for_who_has_not_begun()
    {
        await using ServedConnection served = Start();
        served.Drain();
        served.Advance(1.5);
        served.Client.EndSending();
        Assert.Equal(ConnectionEndCause.Drained, (await served.EndAsync()).Cause);
    }

    /// <summary>A handshake's computing takes a millisecond or more, and every other connection of a loop would wait for it.</summary>
    [Fact]
    [Attack("TL-03")]
    public async Task Certificates_are_chosen_on_a_thread_of_the_pool()
    {
        bool? isOnPool = null;
        Certificate chosen = TestCertificates.Local;
        await using SecureServer server = await SecureServer.StartAsync(_handler.EchoAsync, Certificate.FromCallback(_ =>
        {
            isOnPool = System.Threading.Thread.CurrentThread.IsThreadPoolThread;
            return chosen;
        }));
        Assert.Equal(200, (await server.GetAsync()).Status);
        Assert.True(isOnPool);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [Attack("TL-02")]
    public async Task Records_that_bring_nothing_are_counted(int records)
    {
        // The carrier alone: no client of ours sends key updates.
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair();
        SessionTurn turn = new(static () => { });
        await using TlsCarrier carrier = new(server, turn, 1000);
        carrier.EndHandshake();
        turn.Take();
        byte[] buffer = new byte[10];
        byte[] keyUpdate = [23, 3, 3, 0, 2, 0, 0];
        for (int record = 0; record < records; record++)
        {
            await client.SendAllAsync(keyUpdate);
            Assert.Equal(7, await carrier.ReadAsync(buffer));
        }

        await client.SendAllAsync(keyUpdate);
        ValueTask<int> next = carrier.ReadAsync(buffer);
        if (records <= 32)
        {
            Assert.Equal(7, await next);
        }
        else
        {
            await Assert.ThrowsAsync<IOException>(async () => await next);
        }
    }

    private ServedConnection Start() => ServedConnection.Start(_handler.EchoAsync, tls: TlsPair.Settings);
}
