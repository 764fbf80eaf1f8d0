// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;
using Linnet.Sockets;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>The PROXY header before a connection, whose client stands at 127.0.0.1.</summary>
public sealed class ProxyProtocolTests
{
    private const string Version1 = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n";
    private const string Version2 =
        "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0F\xC0\0\x02\x01\xC6\x33\x64\x07\xDC\x04\x01\xBB\x04\0\0";

    private const string Get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Post = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    private static readonly TrustedPeers Loopback = new(IPNetwork.Parse("127.0.0.0/8"));
    private static readonly TrustedPeers Others = new(IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::/0"));

    [Theory]
    [InlineData(Version1, "192.0.2.1:56324", "198.51.100.7:443")]
    [InlineData(Version2, "192.0.2.1:56324", "198.51.100.7:443")]
    [InlineData("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n", "[2001:db8::1]:1", "[2001:db8::2]:2")]
    [InlineData("PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 1 2\r\n", "192.0.2.1:1", "[2001:db8::2]:2")]
    [InlineData("PROXY UNKNOWN\r\n", "", "")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x21\0\0\0", "", "")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", "127.0.0.1:50000", "127.0.0.1:80")]
    public async Task A_handler_sees_the_ends_that_the_header_names(string header, string remote, string local)
    {
        foreach (Func<int, int> pieces in new Func<int, int>[] { all => all, _ => 1, Delivery.Random(1).Next })
        {
            foreach (Delivery delivery in new[] { Delivery.Whole, Delivery.ByteByByte, Delivery.Random(2) })
            {
                await using ServedConnection served = Start(Loopback, delivery);
                await served.Client.SendInPiecesAsync(header + Get + Post, pieces);
                Assert.Equal($"/a {remote} {local} ", (await served.Client.ReceiveAsync()).Text);
                Assert.Equal($"/b {remote} {local} abc", (await served.Client.ReceiveAsync()).Text);
                Assert.Equal($"/a {remote} {local} ", (await served.Client.AskAsync(Get)).Text);
                Assert.Equal(
                    new ConnectionEnd(ConnectionEndCause.PeerClosed, RequestRejection.None, 3), await served.CloseAsync());
            }
        }
    }

    [Theory]
    [InlineData(Version1, RequestRejection.InvalidVersion)]
    [InlineData("PROXY UNKNOWN\r\n", RequestRejection.InvalidRequestLine)]
    [InlineData(Version2, RequestRejection.InvalidMethod)]
    [Attack("PX-01")]
    public async Task Of_a_peer_that_is_not_named_a_header_is_a_malformed_request(string header, object rejection)
    {
        foreach (TrustedPeers? peers in new[] { null, Others, new TrustedPeers() { IncludesUnixSockets = true } })
        {
            await using ServedConnection served = Start(peers);
            await served.Client.SendAsync(header + Get);
            ReceivedResponse response = await served.Client.ReceiveAsync();
            Assert.Equal(400, response.Status);
            Assert.True(response.SaysClose);
            await served.Client.ExpectEndAsync();
            Assert.Equal((RequestRejection)rejection, (await served.CloseAsync()).Rejection);
        }
    }

    [Theory]
    [InlineData(Get, ProxyRejection.NoHeader)]
    [InlineData("\r\nGET", ProxyRejection.NoHeader)]
    [InlineData("\x16\x03\x01", ProxyRejection.NoHeader)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n" + Get, ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n" + Get, ProxyRejection.BareLineEnd)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0B\xC0\0\x02\x01\xC6\x33\x64\x07\xDC\x04\x01" + Get,
        ProxyRejection.TruncatedAddresses)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x11\x11\0\x0C", ProxyRejection.UnsupportedVersion)]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x21\x11\xFF\xFF", ProxyRejection.HeaderTooLong)]
    [Attack("PX-02")]
    [Attack("PX-03")]
    public async Task Of_a_peer_that_is_named_nothing_but_a_header_is_accepted(string bytes, object rejection)
    {
        foreach (Func<int, int> pieces in new Func<int, int>[] { all => all, Delivery.Random(1).Next })
        {
            await using ServedConnection served = Start(Loopback);
            try
            {
                await served.Client.SendInPiecesAsync(bytes, pieces);
            }
            catch (IOException)
            {
                // The server has closed before the last piece.
            }

            ConnectionEnd end = await served.EndAsync();
            Assert.Equal(
                new ConnectionEnd(
                    ConnectionEndCause.ProxyHeaderRejected, RequestRejection.None, 0, (ProxyRejection)rejection),
                end);
            Assert.Equal(0, served.Server.BytesSent);
        }
    }

    [Fact]
    [Attack("PX-03")]
    public async Task A_second_header_is_a_malformed_request()
    {
        await using ServedConnection served = Start(Loopback);
        await served.Client.SendAsync(Version1 + Version1 + Get);
        Assert.Equal(400, (await served.Client.ReceiveAsync()).Status);
        await served.Client.ExpectEndAsync();
        Assert.Equal(RequestRejection.InvalidVersion, (await served.CloseAsync()).Rejection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4 192.0.2.1")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0C\xC0")]
    [Attack("PX-04")]
    public async Task A_header_that_is_cut_off_ends_the_connection(string part)
    {
        await using ServedConnection served = Start(Loopback);
        await served.Client.SendAsync(part);
        served.Client.EndSending();
        ConnectionEndCause expected =
            part.Length == 0 ? ConnectionEndCause.PeerClosed : ConnectionEndCause.PeerClosedEarly;
        Assert.Equal(expected, (await served.EndAsync()).Cause);
        Assert.Equal(0, served.Server.BytesSent);
    }

    [Fact]
    [Attack("PX-04")]
    public async Task A_header_that_does_not_come_is_waited_for_as_long_as_a_first_byte()
    {
        await using ServedConnection served = Start(Loopback);
        served.Advance(9.5);
        Assert.False(served.HasEnded);
        served.Advance(1);
        Assert.Equal(ConnectionEndCause.ProxyHeaderTimedOut, (await served.EndAsync()).Cause);
        Assert.Equal(0, served.Server.BytesSent);
    }

    [Fact]
    [Attack("PX-04")]
    public async Task A_header_that_dribbles_in_has_the_time_of_a_head()
    {
        await using ServedConnection served = Start(Loopback);
        for (int second = 0; second < 15; second++)
        {
            await served.Client.SendAsync(Version1.Substring(second, 1));
            Assert.False(served.HasEnded);
            served.Advance(1);
        }

        served.Advance(0.5);
        Assert.Equal(ConnectionEndCause.ProxyHeaderTimedOut, (await served.EndAsync()).Cause);
    }

    [Fact]
    [Attack("PX-04")]
    public async Task A_reset_before_the_header_ends_the_connection()
    {
        await using ServedConnection served = Start(Loopback);
        await served.Client.SendAsync("PROXY ");
        served.Client.Connection.Abort();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
    }

    [Fact]
    public async Task The_time_of_a_request_begins_behind_the_header()
    {
        await using ServedConnection served = Start(Loopback);
        served.Advance(9);
        await served.Client.SendAsync(Version1);
        served.Advance(9);
        await served.Client.SendAsync(Get);
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task A_server_that_stops_waits_a_moment_for_a_header_and_serves_what_comes_behind_it()
    {
        await using ServedConnection idle = Start(Loopback);
        idle.Drain();
        idle.Advance(1.5);
        Assert.Equal(ConnectionEndCause.Drained, (await idle.EndAsync()).Cause);

        await using ServedConnection busy = Start(Loopback);
        await busy.Client.SendAsync(Version1[..10]);
        busy.Drain();
        busy.Advance(1.5);
        await busy.Client.SendAsync(Version1[10..] + Get);
        ReceivedResponse response = await busy.Client.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        Assert.Equal(ConnectionEndCause.Drained, (await busy.CloseAsync()).Cause);
    }

    [Theory]
    [InlineData("", "127.0.0.1:50000 127.0.0.1:80")]
    [InlineData(Version1, "192.0.2.1:56324 198.51.100.7:443")]
    [InlineData("PROXY UNKNOWN\r\n", " ")]
    [Attack("HD-11")]
    [Attack("HD-12")]
    [Attack("PX-05")]
    [Rfc("9110", "7.6.1")]
    public async Task What_a_field_says_of_the_client_is_for_the_handler_and_changes_no_end(string header, string ends)
    {
        await using ServedConnection served = ServedConnection.Start(
            static exchange => exchange.Response.WriteAsync(
                $"{exchange.RemoteEndPoint} {exchange.LocalEndPoint} {exchange.Request.Host} {exchange.Request.Path} "
                + $"{exchange.Request.Headers["X-Forwarded-For"]} {exchange.Request.Headers["Authorization"]}"),
            proxyProtocolPeers: header.Length > 0 ? Loopback : null);
        await served.Client.SendAsync(
            $"{header}GET /a HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: b\r\n"
            + "X-Original-URL: /admin\r\nForwarded: for=203.0.113.9;host=c\r\nAuthorization: d\r\n"
            + "Connection: keep-alive, Host, X-Forwarded-For, Authorization\r\n\r\n");
        Assert.Equal($"{ends} a /a 203.0.113.9 d", (await served.Client.ReceiveAsync()).Text);
    }

    [Fact]
    public async Task An_upgraded_connection_goes_on_behind_the_header()
    {
        await using ServedConnection served = ServedConnection.Start(
            static async exchange =>
            {
                Connection raw = await exchange.UpgradeAsync("echo");
                byte[] buffer = new byte[16];
                int received = await raw.ReceiveAsync(buffer);
                await raw.SendAllAsync(buffer.AsMemory(0, received));
                await raw.SendAllAsync(Encoding.ASCII.GetBytes($" {raw.RemoteEndPoint}"));
            },
            proxyProtocolPeers: Loopback);
        await served.Client.SendAsync(
            Version2 + "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nraw");
        Assert.Equal(101, (await served.Client.ReceiveAsync()).Status);
        served.Client.EndSending();
        Assert.Equal(ConnectionEndCause.Upgraded, (await served.EndAsync()).Cause);
    }

    private static ServedConnection Start(TrustedPeers? peers, Delivery? delivery = null) => ServedConnection.Start(
        SayEndsAsync, options: new MemoryOptions { ToServer = delivery ?? Delivery.Whole }, proxyProtocolPeers: peers);

    private static async ValueTask SayEndsAsync(HttpExchange exchange)
    {
        using StreamReader body = new(exchange.Request.Body);
        string text = await body.ReadToEndAsync();
        await exchange.Response.WriteAsync(
            $"{exchange.Request.Target} {exchange.RemoteEndPoint} {exchange.LocalEndPoint} {text}");
    }
}
