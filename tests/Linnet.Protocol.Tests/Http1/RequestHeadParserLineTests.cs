// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Line ends, the request line, methods and versions. RFC 9112 §2, §3.</summary>
public sealed class RequestHeadParserLineTests
{
    [Fact]
    [Rfc("9112", "2.1")]
    [Rfc("9112", "3")]
    public void Reads_a_request_line_and_fields()
    {
        HeadOutcome outcome = Expect.Complete(
            Feed.Head("GET /a/b?c=d HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\n\r\n"));
        Assert.Equal("GET", outcome.Method);
        Assert.Equal(KnownMethod.Get, outcome.KnownMethod);
        Assert.Equal("/a/b?c=d", outcome.Target);
        Assert.Equal("/a/b", outcome.Path);
        Assert.Equal("c=d", outcome.Query);
        Assert.Equal(1, outcome.MinorVersion);
        Assert.Equal("Host=example.com\nAccept=*/*", outcome.Fields);
        Assert.Equal(57, outcome.Length);
        Assert.Equal(0, outcome.Start);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("G")]
    [InlineData("GET ")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\r")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r")]
    [Rfc("9112", "2.2")]
    [Rfc("9112", "8")]
    public void Asks_for_more_until_the_empty_line(string text) =>
        Assert.Equal(ParseResult.Incomplete, Feed.Head(text).Result);

    [Fact]
    [Rfc("9112", "2.2")]
    public void The_next_request_begins_where_the_head_ends()
    {
        const string first = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
        HeadOutcome outcome = Expect.Complete(Feed.Head(first + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(first.Length, outcome.Length);
        Assert.Equal("/1", outcome.Path);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: y\nZ: w\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\n\n")]
    [InlineData("GET /\nHost: a\r\n\r\n")]
    [InlineData("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [Rfc("9112", "2.2")]
    [Attack("LN-01")]
    public void Rejects_a_line_that_ends_in_a_line_feed_alone(string text) =>
        Expect.Rejected(Feed.Head(text), RequestRejection.BareLineFeed, 400);

    [Theory]
    [InlineData("GET / HTTP/1.1\rHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\r: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\r\n")]
    [InlineData("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [Rfc("9112", "2.2")]
    [Attack("LN-02")]
    public void Rejects_a_carriage_return_alone(string text) =>
        Expect.Rejected(Feed.Head(text), RequestRejection.BareCarriageReturn, 400);

    [Theory]
    [InlineData("GET\r / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET\r\n/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET\n/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [Rfc("9112", "3")]
    [Attack("LN-01")]
    [Attack("LN-02")]
    public void Rejects_a_line_end_within_the_method(string text) =>
        Expect.Rejected(Feed.Head(text), RequestRejection.InvalidMethod, 400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Rfc("9112", "2.2")]
    [Attack("LN-03")]
    public void Ignores_one_or_two_empty_lines_before_the_request(int lines)
    {
        string empty = string.Concat(System.Linq.Enumerable.Repeat("\r\n", lines));
        HeadOutcome outcome = Expect.Complete(Feed.Head(empty + Feed.RequestWith()));
        Assert.Equal(empty.Length, outcome.Start);
        Assert.Equal(empty.Length + Feed.RequestWith().Length, outcome.Length);
        Assert.Equal("/", outcome.Path);
        Assert.Equal("example.com", outcome.Host);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [Rfc("9112", "2.2")]
    [Attack("LN-03")]
    public void Rejects_more_empty_lines_than_two(int lines)
    {
        string empty = string.Concat(System.Linq.Enumerable.Repeat("\r\n", lines));
        Expect.Rejected(Feed.Head(empty), RequestRejection.EmptyLinesBeforeRequest, 400);
        Expect.Rejected(Feed.Head(empty + Feed.RequestWith()), RequestRejection.EmptyLinesBeforeRequest, 400);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData(" \t ")]
    [InlineData(" Host: a")]
    [InlineData("\tTransfer-Encoding: chunked")]
    [InlineData(" : a")]
    [Rfc("9112", "2.2")]
    [Attack("LN-04")]
    public void Rejects_white_space_before_the_first_field(string line) =>
        Expect.Rejected(
            Feed.Head($"GET / HTTP/1.1\r\n{line}\r\nHost: a\r\n\r\n"), RequestRejection.WhitespaceBeforeFirstField, 400);

    [Theory]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData("GET   HTTP/1.1")]
    [InlineData("GET  HTTP/1.1")]
    [InlineData("GET /\tHTTP/1.1")]
    [InlineData("GET /")]
    [InlineData("GET ")]
    [InlineData("GET HTTP/1.1")]
    [Rfc("9112", "3")]
    [Attack("LN-05")]
    [Attack("LN-06")]
    public void Rejects_a_line_that_has_not_method_target_version_and_two_spaces(string line) =>
        Expect.Rejected(Feed.Head($"{line}\r\nHost: a\r\n\r\n"), RequestRejection.InvalidRequestLine, 400);

    [Theory]
    [InlineData("GET /  HTTP/1.1")]
    [InlineData("GET /a b HTTP/1.1")]
    [InlineData("GET / HTTP/1.1 ")]
    [InlineData("GET / HTTP/1.1\t")]
    [InlineData("GET / ")]
    [InlineData("GET / HTTP")]
    [InlineData("GET / HTTP/")]
    [InlineData("GET / HTTP/1")]
    [InlineData("GET / HTTP/1.")]
    [InlineData("GET / HTTP/1.10")]
    [InlineData("GET / HTTP/01.1")]
    [InlineData("GET / HTTP/1.01")]
    [InlineData("GET / http/1.1")]
    [InlineData("GET / Http/1.1")]
    [InlineData("GET / HTTP/1,1")]
    [InlineData("GET / HTTP/1.a")]
    [InlineData("GET / HTTP/a.1")]
    [InlineData("GET / HTTP/+.1")]
    [InlineData("GET / HTTP/1.:")]
    [InlineData("GET / HTTP/1./")]
    [InlineData("GET / HTTP 1.1")]
    [InlineData("GET / HTCP/1.1")]
    [InlineData("GET / \0HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\0")]
    [InlineData("GET / HTTP/\u00B9.1")]
    [Rfc("9112", "2.3")]
    [Attack("LN-05")]
    [Attack("LN-08")]
    public void Rejects_what_is_not_a_version_after_the_target(string line) =>
        Expect.Rejected(Feed.Head($"{line}\r\nHost: a\r\n\r\n"), RequestRejection.InvalidVersion, 400);

    [Theory]
    [InlineData("GET\t/ HTTP/1.1")]
    [InlineData(" GET / HTTP/1.1")]
    [InlineData("\tGET / HTTP/1.1")]
    [InlineData("GET\v/ HTTP/1.1")]
    [InlineData("G\u00CBT / HTTP/1.1")]
    [InlineData("G:T / HTTP/1.1")]
    [InlineData("GET/ HTTP/1.1")]
    [InlineData("\"GET\" / HTTP/1.1")]
    [InlineData("\0GET / HTTP/1.1")]
    [InlineData("GET\0 / HTTP/1.1")]
    [InlineData("GE\u007FT / HTTP/1.1")]
    [InlineData("http://example.com/ HTTP/1.1")]
    [InlineData("{}")]
    [Rfc("9110", "9.1")]
    [Rfc("9112", "3")]
    [Attack("LN-05")]
    [Attack("LN-10")]
    public void Rejects_a_method_that_is_no_token_followed_by_a_space(string line) =>
        Expect.Rejected(Feed.Head($"{line}\r\nHost: a\r\n\r\n"), RequestRejection.InvalidMethod, 400);

    [Fact]
    [Rfc("9110", "9.1")]
    [Attack("LN-10")]
    public void Rejects_a_method_at_the_first_wrong_byte_without_waiting_for_the_line() =>
        Expect.Rejected(Feed.Head("G("), RequestRejection.InvalidMethod, 400);

    [Fact]
    [Attack("LN-10")]
    public void A_method_may_have_64_bytes()
    {
        string method = new('M', 64);
        HeadOutcome outcome = Expect.Complete(Feed.Head($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(method, outcome.Method);
        Assert.Equal(KnownMethod.Other, outcome.KnownMethod);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(9000)]
    [Attack("LN-10")]
    public void Rejects_a_method_of_more_than_64_bytes(int length)
    {
        Expect.Rejected(Feed.Head(new string('M', length)), RequestRejection.MethodTooLong, 501);
        Expect.Rejected(
            Feed.Head($"{new string('M', length)} / HTTP/1.1\r\nHost: a\r\n\r\n"), RequestRejection.MethodTooLong, 501);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("Get")]
    [InlineData("GETT")]
    [InlineData("GE")]
    [InlineData("PROPFIND")]
    [InlineData("M-SEARCH")]
    [InlineData("!#$%&'*+-.^_`|~09azAZ")]
    [Rfc("9110", "9.1")]
    [Attack("LN-10")]
    public void A_method_in_another_case_or_unknown_is_another_method(string method)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(KnownMethod.Other, outcome.KnownMethod);
        Assert.Equal(method, outcome.Method);
    }

    [Theory]
    [InlineData("GET", nameof(KnownMethod.Get))]
    [InlineData("HEAD", nameof(KnownMethod.Head))]
    [InlineData("POST", nameof(KnownMethod.Post))]
    [InlineData("PUT", nameof(KnownMethod.Put))]
    [InlineData("DELETE", nameof(KnownMethod.Delete))]
    [InlineData("OPTIONS", nameof(KnownMethod.Options))]
    [InlineData("PATCH", nameof(KnownMethod.Patch))]
    [Rfc("9110", "9.3")]
    public void Knows_the_methods_of_the_standard(string method, string known)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(known, outcome.KnownMethod.ToString());
        Assert.Equal(method, outcome.Method);
    }

    [Theory]
    [InlineData("HTTP/1.2")]
    [InlineData("HTTP/1.9")]
    [Rfc("9110", "6.2")]
    [Attack("LN-07")]
    public void A_higher_minor_version_is_served_as_1_1(string version)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head($"GET / {version}\r\nHost: a\r\n\r\n"));
        Assert.Equal(1, outcome.MinorVersion);
        Assert.True(outcome.KeepAlive);
        Expect.Rejected(Feed.Head($"GET / {version}\r\n\r\n"), RequestRejection.MissingHost, 400);
    }

    [Theory]
    [InlineData("HTTP/0.9")]
    [InlineData("HTTP/0.0")]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/3.0")]
    [InlineData("HTTP/9.9")]
    [Rfc("9112", "2.3")]
    [Rfc("9110", "15.6.6")]
    [Attack("LN-08")]
    public void Answers_505_to_another_major_version(string version) =>
        Expect.Rejected(Feed.Head($"GET / {version}\r\nHost: a\r\n\r\n"), RequestRejection.UnsupportedVersion, 505);

    [Fact]
    [Rfc("9113", "3.4")]
    [Attack("LN-09")]
    public void Answers_505_to_the_preface_of_HTTP_2() =>
        Expect.Rejected(Feed.Head("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), RequestRejection.UnsupportedVersion, 505);

    [Fact]
    [Attack("LN-14")]
    public void Rejects_a_TLS_handshake_at_its_first_byte()
    {
        Expect.Rejected(Feed.Head("\u0016"), RequestRejection.InvalidMethod, 400);
        Expect.Rejected(
            Feed.Head("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003"), RequestRejection.InvalidMethod, 400);
    }

    [Theory]
    [InlineData("CONNECT example.com:443 HTTP/1.1")]
    [InlineData("CONNECT / HTTP/1.1")]
    [InlineData("CONNECT * HTTP/1.1")]
    [InlineData("CONNECT # HTTP/1.1")]
    [Rfc("9110", "9.3.6")]
    [Attack("LN-11")]
    public void Answers_501_to_CONNECT(string line) =>
        Expect.Rejected(Feed.Head($"{line}\r\nHost: a\r\n\r\n"), RequestRejection.ConnectNotSupported, 501);

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [Rfc("9110", "9.3.8")]
    [Attack("LN-11")]
    public void Answers_405_to_TRACE(string fields) =>
        Expect.Rejected(
            Feed.Head($"TRACE / HTTP/1.1\r\nHost: a\r\n{fields}\r\n"), RequestRejection.TraceNotAllowed, 405);
}
