// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Whether the connection lives on, and whether the client waits for 100. RFC 9112 §9, RFC 9110 §10.1.1.</summary>
public sealed class RequestHeadParserConnectionTests
{
    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.1", "Connection: keep-alive", true)]
    [InlineData("HTTP/1.0", "Connection: keep-alive", true)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive", true)]
    [InlineData("HTTP/1.1", "Connection: close", false)]
    [InlineData("HTTP/1.1", "Connection: CLOSE", false)]
    [InlineData("HTTP/1.0", "Connection: close", false)]
    [InlineData("HTTP/1.1", "Connection:", true)]
    [InlineData("HTTP/1.1", "Connection: , ,", true)]
    [InlineData("HTTP/1.1", "Connection: ,close", false)]
    [InlineData("HTTP/1.1", "Connection: close,", false)]
    [InlineData("HTTP/1.1", "Connection: upgrade, \tclose\t , te", false)]
    [InlineData("HTTP/1.1", "Connection: closed", true)]
    [InlineData("HTTP/1.1", "Connection: xclose", true)]
    [InlineData("HTTP/1.1", "Connection: close x", true)]
    [InlineData("HTTP/1.1", "Connection: \"close\"", true)]
    [InlineData("HTTP/1.1", "Connection: close=1", true)]
    [InlineData("HTTP/1.1", "Connection: keep-alive, close", false)]
    [InlineData("HTTP/1.0", "Connection: close, keep-alive", false)]
    [InlineData("HTTP/1.1", "Connection: a\r\nConnection: close", false)]
    [InlineData("HTTP/1.1", "Connection: close\r\nConnection: keep-alive", false)]
    [InlineData("HTTP/1.0", "Connection: a\r\nConnection: b, keep-alive", true)]
    [InlineData("HTTP/1.0", "Proxy-Connection: keep-alive", false)]
    [InlineData("HTTP/1.1", "Proxy-Connection: close", true)]
    [InlineData("HTTP/1.0", "Keep-Alive: timeout=5", false)]
    [Rfc("9112", "9.3")]
    [Rfc("9112", "9.6")]
    [Rfc("9110", "7.6.1")]
    [Attack("FR-25")]
    public void Version_and_connection_options_decide_whether_the_connection_lives_on(
        string version, string field, bool keepAlive)
    {
        string line = field.Length == 0 ? string.Empty : $"{field}\r\n";
        HeadOutcome outcome = Expect.Complete(Feed.Head($"GET / {version}\r\nHost: a\r\n{line}\r\n"));
        Assert.Equal(keepAlive, outcome.KeepAlive);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Authorization")]
    [InlineData("X-Forwarded-For")]
    [InlineData("Content-Length")]
    [InlineData("Transfer-Encoding")]
    [Rfc("9110", "7.6.1")]
    [Attack("HD-11")]
    public void A_field_that_connection_names_stays_visible_and_keeps_its_meaning(string name)
    {
        HeadOutcome outcome = Expect.Complete(
            Feed.Fields($"Connection: close, {name}", "Authorization: x", "X-Forwarded-For: y", "Content-Length: 5"));
        Assert.Equal("example.com", outcome.Host);
        Assert.Equal(BodyLength.Of(5), outcome.Body);
        Assert.EndsWith("Authorization=x\nX-Forwarded-For=y\nContent-Length=5", outcome.Fields, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100-continue")]
    [InlineData("100-Continue")]
    [InlineData(" \t100-CONTINUE\t")]
    [Rfc("9110", "10.1.1")]
    public void Knows_a_client_that_waits_before_it_sends_its_body(string value)
    {
        Assert.True(Expect.Complete(Feed.Fields($"Expect:{value}", "Content-Length: 5")).ExpectsContinue);
        Assert.True(Expect.Complete(Feed.Fields("Transfer-Encoding: chunked", $"Expect:{value}")).ExpectsContinue);
    }

    [Theory]
    [InlineData("X: y")]
    [InlineData("Content-Length: 0")]
    [Rfc("9110", "10.1.1")]
    public void Without_a_body_there_is_nothing_to_wait_for(string field) =>
        Assert.False(Expect.Complete(Feed.Fields("Expect: 100-continue", field)).ExpectsContinue);

    [Theory]
    [InlineData("Expect: 200-ok")]
    [InlineData("Expect: 100-continu")]
    [InlineData("Expect: 100-continue2")]
    [InlineData("Expect: 100-continue, 100-continue")]
    [InlineData("Expect: 100-continue,")]
    [InlineData("Expect: 100-continue;q=1")]
    [InlineData("Expect: \"100-continue\"")]
    [InlineData("Expect: 100 -continue")]
    [InlineData("Expect: 100_continue")]
    [InlineData("Expect: y 100-continue")]
    [InlineData("Expect: \u00A0100-continue")]
    [InlineData("Expect:")]
    [InlineData("Expect: 100-continue\r\nExpect: 100-continue")]
    [InlineData("Expect: 100-continue\r\nExpect: x")]
    [Rfc("9110", "10.1.1")]
    [Attack("FR-21")]
    public void Answers_417_to_any_other_expectation(string lines)
    {
        Expect.Rejected(Feed.Fields(lines), RequestRejection.UnknownExpectation, 417);
        Expect.Rejected(Feed.Fields(lines, "Content-Length: 5"), RequestRejection.UnknownExpectation, 417);
    }

    [Theory]
    [InlineData("100-continue")]
    [InlineData("200-ok")]
    [Rfc("9110", "10.1.1")]
    [Attack("FR-22")]
    public void Ignores_an_expectation_in_HTTP_1_0(string value)
    {
        HeadOutcome outcome = Expect.Complete(
            Feed.Head($"POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: {value}\r\n\r\n"));
        Assert.False(outcome.ExpectsContinue);
        Assert.Equal(BodyLength.Of(5), outcome.Body);
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket", true)]
    [InlineData("HTTP/1.1", "upgrade: x\r\nconnection: keep-alive, UPGRADE", true)]
    [InlineData("HTTP/1.1", "Connection: a\r\nUpgrade: x\r\nConnection: upgrade", true)]
    [InlineData("HTTP/1.1", "Connection: upgrade, upgrade\r\nUpgrade: x", true)]
    [InlineData("HTTP/1.0", "Connection: Upgrade\r\nUpgrade: websocket", false)]
    [InlineData("HTTP/1.1", "Upgrade: websocket", false)]
    [InlineData("HTTP/1.1", "Connection: Upgrade", false)]
    [InlineData("HTTP/1.1", "Connection: upgraded\r\nUpgrade: websocket", false)]
    [InlineData("HTTP/1.1", "Connection: Upgrade\r\nX-Upgrade: websocket", false)]
    [Rfc("9110", "7.8")]
    [Attack("FR-26")]
    public void An_upgrade_is_offered_by_field_and_connection_option_together(string version, string fields, bool offered)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head($"GET / {version}\r\nHost: a\r\n{fields}\r\n\r\n"));
        Assert.Equal(offered, outcome.OffersUpgrade);
    }

    [Fact]
    [Rfc("9112", "9.3")]
    public void A_cleared_head_promises_nothing()
    {
        RequestHead head = new();
        RequestHeadParser parser = new(new HeadLimits());
        byte[] message = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"u8.ToArray();
        Assert.Equal(ParseResult.Complete, parser.Parse(message, head));
        Assert.True(head.KeepAlive && head.OffersUpgrade);
        head.Clear();
        Assert.False(head.KeepAlive || head.OffersUpgrade);
    }

    [Theory]
    [InlineData("Upgrade: h2c")]
    [InlineData("Upgrade: websocket")]
    [InlineData("HTTP2-Settings: AAMAAABkAAQAAP__")]
    [Rfc("9110", "7.8")]
    [Attack("FR-26")]
    public void An_upgrade_changes_nothing_about_the_framing(string field)
    {
        HeadOutcome outcome = Expect.Complete(
            Feed.Fields("Connection: Upgrade, HTTP2-Settings", field, "Content-Length: 5"));
        Assert.True(outcome.KeepAlive);
        Assert.Equal(BodyLength.Of(5), outcome.Body);
    }
}
