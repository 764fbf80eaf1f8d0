// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>The faults that a server may be told to tolerate, each off and on. RFC 9112 §2.2, §3, §3.2.2.</summary>
public sealed class RequestHeadParserLeniencyTests
{
    private const Leniency All = Leniency.BareLineFeed | Leniency.SpacesBeforeVersion | Leniency.HostUnlikeTarget;

    [Theory]
    [InlineData("GET /a HTTP/1.1\nHost: a\n\n")]
    [InlineData("\n\nGET /a HTTP/1.1\nHost: a\nX: y\n\n")]
    [InlineData("POST /a HTTP/1.1\nHost: a\nContent-Length: 5\n\n")]
    [InlineData("POST /a HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n")]
    [InlineData("GET /a HTTP/1.0\n\n")]
    [Rfc("9112", "2.2")]
    [Attack("LN-01")]
    public void Lines_that_all_end_in_a_line_feed(string text)
    {
        Expect.Rejected(Feed.Head(text), RequestRejection.BareLineFeed, 400);
        Expect.Rejected(With(text, All & ~Leniency.BareLineFeed), RequestRejection.BareLineFeed, 400);
        HeadOutcome mended = Expect.Complete(Feed.Head(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        HeadOutcome outcome = Expect.Complete(With(text, Leniency.BareLineFeed));
        Assert.Equal(
            mended with
            {
                Length = text.Length,
                Start = text.IndexOfAny(['G', 'P']),
                KeepAlive = false,
                Tolerated = Leniency.BareLineFeed,
            },
            outcome);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n", RequestRejection.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n", RequestRejection.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n", RequestRejection.BareLineFeed)]
    [InlineData("\r\nGET / HTTP/1.1\nHost: a\n\n", RequestRejection.BareLineFeed)]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n", RequestRejection.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\r\n", RequestRejection.BareCarriageReturn)]
    [InlineData("\nGET / HTTP/1.1\r\n", RequestRejection.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\nHost: a\r", RequestRejection.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\nHost: a\rb\n\n", RequestRejection.BareCarriageReturn)]
    [InlineData("GET / HTTP/1.1\rHost: a\n\n", RequestRejection.BareCarriageReturn)]
    [Rfc("9112", "2.2")]
    [Attack("LN-01")]
    [Attack("LN-02")]
    internal void Two_kinds_of_line_ends_in_one_head_are_refused_all_the_same(string text, RequestRejection rejection) =>
        Expect.Rejected(With(text, All), rejection, 400);

    [Theory]
    [InlineData("GET /a\n", RequestRejection.InvalidRequestLine)]
    [InlineData("GET /a HTTP/1.1\nHost: a\n X: y\n\n", RequestRejection.ObsoleteLineFolding)]
    [InlineData("GET /a HTTP/1.1\n Host: a\n\n", RequestRejection.WhitespaceBeforeFirstField)]
    [InlineData("GET /a HTTP/1.1\nHost : a\n\n", RequestRejection.WhitespaceBeforeColon)]
    [InlineData("\n\n\nGET /a HTTP/1.1\n", RequestRejection.EmptyLinesBeforeRequest)]
    [InlineData(
        "POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n",
        RequestRejection.ContentLengthWithTransferEncoding)]
    [InlineData("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 5\n\n", RequestRejection.MultipleContentLengths)]
    [Rfc("9112", "6.3")]
    [Attack("FR-01")]
    [Attack("FR-03")]
    [Attack("FR-14")]
    [Attack("FR-15")]
    internal void Every_other_rule_holds_between_line_feeds(string text, RequestRejection rejection) =>
        Expect.Rejected(With(text, All), rejection, 400);

    [Fact]
    [Attack("HD-10")]
    [Attack("LN-12")]
    public void The_limits_hold_between_line_feeds()
    {
        HeadLimits limits = new() { MaxRequestLineBytes = 20, MaxFieldLineBytes = 10, MaxFieldBytes = 22 };
        Expect.Complete(Limited("GET /123456 HTTP/1.1\nHost: 6789\nX: 4567890\n\n"));
        Expect.Rejected(Limited("GET /1234567 HTTP/1.1\n"), RequestRejection.RequestLineTooLong, 414);
        Expect.Rejected(Limited("GET /123456 HTTP/1.1\nHost: 67890\n"), RequestRejection.FieldLineTooLong, 431);
        Expect.Rejected(
            Limited("GET /123456 HTTP/1.1\nHost: 6789\nX: 456789\nY: z\n\n"), RequestRejection.HeadTooLarge, 431);

        HeadOutcome Limited(string text) =>
            Feed.Head(text, () => new RequestHeadParser(limits, UriScheme.Http, Leniency.BareLineFeed));
    }

    [Theory]
    [InlineData("GET /a  HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a     HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")]
    [Rfc("9112", "3")]
    [Attack("LN-05")]
    public void More_than_one_space_before_the_version(string text)
    {
        Expect.Rejected(Feed.Head(text), RequestRejection.InvalidVersion, 400);
        Expect.Rejected(With(text, All & ~Leniency.SpacesBeforeVersion), RequestRejection.InvalidVersion, 400);
        HeadOutcome outcome = Expect.Complete(With(text, Leniency.SpacesBeforeVersion));
        Assert.Equal("/a", outcome.Target);
        Assert.Equal("/a", outcome.Path);
        Assert.Equal(Leniency.SpacesBeforeVersion, outcome.Tolerated);
        Assert.False(outcome.KeepAlive);
    }

    [Theory]
    [InlineData("GET  /a HTTP/1.1\r\n", RequestRejection.InvalidRequestLine)]
    [InlineData("GET /a b HTTP/1.1\r\n", RequestRejection.InvalidVersion)]
    [InlineData("GET /a  b HTTP/1.1\r\n", RequestRejection.InvalidVersion)]
    [InlineData("GET /a \tHTTP/1.1\r\n", RequestRejection.InvalidVersion)]
    [InlineData("GET /a\t HTTP/1.1\r\n", RequestRejection.InvalidTargetCharacter)]
    [InlineData("GET /a HTTP/1.1 \r\n", RequestRejection.InvalidVersion)]
    [InlineData("GET /a  \r\n", RequestRejection.InvalidVersion)]
    [InlineData("GET /a  HTTP/1.1 HTTP/1.1\r\n", RequestRejection.InvalidVersion)]
    [Rfc("9112", "3")]
    [Attack("LN-05")]
    [Attack("LN-06")]
    internal void Other_white_space_in_a_request_line_is_refused_all_the_same(string text, RequestRejection rejection) =>
        Expect.Rejected(With(text, All), rejection, 400);

    [Theory]
    [InlineData("http://a/b", "c", RequestRejection.HostMismatch)]
    [InlineData("http://a:81/b", "a", RequestRejection.HostMismatch)]
    [InlineData("http://a/b", "aConnection: close", RequestRejection.InvalidHost)]
    [InlineData("http://a/b", "", RequestRejection.InvalidHost)]
    [Rfc("9112", "3.2.2")]
    [Attack("HD-04")]
    internal void A_host_that_differs_from_the_whole_target(string target, string host, RequestRejection rejection)
    {
        string text = $"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n";
        Expect.Rejected(Feed.Head(text), rejection, 400);
        Expect.Rejected(With(text, All & ~Leniency.HostUnlikeTarget), rejection, 400);
        HeadOutcome outcome = Expect.Complete(With(text, Leniency.HostUnlikeTarget));
        Assert.Equal(target[7..^2], outcome.Host);
        Assert.Equal(Leniency.HostUnlikeTarget, outcome.Tolerated);
        Assert.False(outcome.KeepAlive);
    }

    [Theory]
    [InlineData("GET /b HTTP/1.1\r\nHost: a b\r\n\r\n", RequestRejection.InvalidHost)]
    [InlineData("GET http://a/b HTTP/1.1\r\n\r\n", RequestRejection.MissingHost)]
    [InlineData("GET http://a/b HTTP/1.1\r\nHost: a\r\nHost: c\r\n\r\n", RequestRejection.MultipleHosts)]
    [InlineData("GET http://u@a/b HTTP/1.1\r\nHost: c\r\n\r\n", RequestRejection.UserInformationInTarget)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a/b\r\n\r\n", RequestRejection.InvalidHost)]
    [Rfc("9112", "3.2")]
    [Attack("HD-01")]
    [Attack("HD-02")]
    internal void Every_other_rule_of_a_host_holds(string text, RequestRejection rejection) =>
        Expect.Rejected(With(text, All), rejection, 400);

    [Fact]
    public void Several_faults_are_all_recorded_and_none_where_there_is_none()
    {
        Assert.Equal(All, Expect.Complete(With("GET http://a/  HTTP/1.1\nHost: b\n\n", All)).Tolerated);
        HeadOutcome faultless = Expect.Complete(With(Feed.RequestWith("Connection: upgrade", "Upgrade: x"), All));
        Assert.Equal(Leniency.None, faultless.Tolerated);
        Assert.True(faultless.KeepAlive);
        Assert.True(faultless.OffersUpgrade);
    }

    [Fact]
    [Rfc("9112", "11.2")]
    [Attack("FR-26")]
    public void After_a_tolerated_fault_no_other_protocol_is_offered()
    {
        HeadOutcome outcome = Expect.Complete(
            With("GET /  HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", All));
        Assert.False(outcome.OffersUpgrade);
    }

    [Fact]
    public void A_parser_forgets_how_the_lines_of_the_last_head_ended()
    {
        RequestHeadParser parser = new(new HeadLimits(), UriScheme.Http, All);
        RequestHead head = new();
        foreach (string text in Enumerable.Repeat(new[] { "GET / HTTP/1.0\n\n", "GET / HTTP/1.0\r\n\r\n" }, 2).SelectMany(each => each))
        {
            head.Clear();
            parser.Reset();
            Assert.Equal(ParseResult.Complete, parser.Parse(System.Text.Encoding.ASCII.GetBytes(text), head));
            Assert.Equal(!text.Contains('\r', StringComparison.Ordinal), head.IsTolerated);
        }
    }

    private static HeadOutcome With(string text, Leniency tolerated) =>
        Feed.Head(text, () => new RequestHeadParser(new HeadLimits(), UriScheme.Http, tolerated));
}
