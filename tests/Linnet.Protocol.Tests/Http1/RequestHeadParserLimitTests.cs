// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Each bound of a head: at it, one beyond it, and across every split of the bytes.</summary>
public sealed class RequestHeadParserLimitTests
{
    [Fact]
    [Rfc("9112", "3")]
    [Attack("LN-12")]
    public void A_request_line_may_have_8_KiB()
    {
        string line = RequestLineOf(8 * 1024);
        HeadOutcome outcome = Expect.Complete(Feed.Head($"{line}\r\nHost: a\r\n\r\n"));
        Assert.Equal(line.Split(' ')[1], outcome.Target);
    }

    [Theory]
    [InlineData((8 * 1024) + 1)]
    [InlineData((8 * 1024) + 2)]
    [InlineData(20_000)]
    [Rfc("9112", "3")]
    [Rfc("9110", "15.5.15")]
    [Attack("LN-12")]
    public void Answers_414_to_a_longer_request_line(int length)
    {
        string line = RequestLineOf(length);
        Expect.Rejected(Feed.Head($"{line}\r\nHost: a\r\n\r\n"), RequestRejection.RequestLineTooLong, 414);
        Expect.Rejected(Feed.Head(line[..((8 * 1024) + 1)]), RequestRejection.RequestLineTooLong, 414);
        Assert.Equal(ParseResult.Incomplete, Feed.Head(line[..(8 * 1024)]).Result);
    }

    [Fact]
    [Attack("LN-12")]
    public void Empty_lines_before_it_do_not_count_for_the_request_line() =>
        Expect.Complete(Feed.Head($"\r\n\r\n{RequestLineOf(8 * 1024)}\r\nHost: a\r\n\r\n"));

    [Theory]
    [InlineData("\n")]
    [InlineData("\rX")]
    [Attack("LN-12")]
    [Attack("LN-01")]
    public void The_length_of_a_line_is_judged_before_a_fault_beyond_it(string beyond)
    {
        HeadLimits limits = new() { MaxRequestLineBytes = 20, MaxFieldLineBytes = 20 };
        Expect.Rejected(
            Feed.Head($"GET /{new string('a', 16)}{beyond}", limits), RequestRejection.RequestLineTooLong, 414);
        Expect.Rejected(
            Feed.Head($"GET / HTTP/1.1\r\nX: {new string('a', 18)}{beyond}", limits),
            RequestRejection.FieldLineTooLong,
            431);
    }

    [Fact]
    [Attack("LN-01")]
    [Attack("LN-02")]
    public void A_fault_at_the_bound_is_still_that_fault()
    {
        HeadLimits limits = new() { MaxRequestLineBytes = 20 };
        string line = $"GET /{new string('a', 15)}";
        Expect.Rejected(Feed.Head($"{line}\n", limits), RequestRejection.BareLineFeed, 400);
        Expect.Rejected(Feed.Head($"{line}\rX", limits), RequestRejection.BareCarriageReturn, 400);
    }

    [Fact]
    [Rfc("6585", "5")]
    [Attack("HD-10")]
    public void A_field_line_may_have_8_KiB()
    {
        string line = $"X: {new string('y', (8 * 1024) - 3)}";
        Assert.EndsWith("yy", Expect.Complete(Feed.Fields(line)).Fields, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((8 * 1024) + 1)]
    [InlineData((8 * 1024) + 2)]
    [Rfc("6585", "5")]
    [Attack("HD-10")]
    public void Answers_431_to_a_longer_field_line(int length)
    {
        string line = $"X: {new string('y', length - 3)}";
        Expect.Rejected(Feed.Fields(line), RequestRejection.FieldLineTooLong, 431);
        string start = $"GET / HTTP/1.1\r\n{line[..((8 * 1024) + 1)]}";
        Expect.Rejected(Feed.Head(start), RequestRejection.FieldLineTooLong, 431);
        Assert.Equal(ParseResult.Incomplete, Feed.Head(start[..^1]).Result);
    }

    [Fact]
    [Rfc("6585", "5")]
    [Attack("HD-10")]
    public void A_hundred_fields_are_fine_and_the_next_is_not()
    {
        string[] lines = [.. Enumerable.Range(0, 99).Select(index => $"X{index}: y")];
        Assert.Equal(100, Expect.Complete(Feed.Fields(lines)).Fields.Split('\n').Length);
        Expect.Rejected(Feed.Fields([.. lines, "X: y"]), RequestRejection.TooManyFields, 431);
        Expect.Rejected(Feed.Fields([.. lines, "X: y", "X: y"]), RequestRejection.TooManyFields, 431);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(500, false)]
    [Rfc("6585", "5")]
    [Attack("HD-10")]
    public void All_fields_together_may_have_32_KiB(int beyond, bool accepted)
    {
        HeadOutcome outcome = Feed.Head($"GET / HTTP/1.1\r\n{FieldsOf((32 * 1024) + beyond)}\r\n");
        if (accepted)
        {
            Expect.Complete(outcome);
        }
        else
        {
            Expect.Rejected(outcome, RequestRejection.HeadTooLarge, 431);
        }
    }

    [Fact]
    [Attack("HD-10")]
    public void Fields_that_fill_the_bound_may_be_followed_by_the_empty_line_only()
    {
        string head = $"GET / HTTP/1.1\r\n{FieldsOf(32 * 1024)}";
        Assert.Equal(ParseResult.Incomplete, Feed.Head(head).Result);
        Assert.Equal(ParseResult.Incomplete, Feed.Head($"{head}\r").Result);
        Expect.Rejected(Feed.Head($"{head}X"), RequestRejection.HeadTooLarge, 431);
    }

    [Theory]
    [InlineData(10, 9, nameof(RequestRejection.FieldLineTooLong))]
    [InlineData(10, 10, nameof(RequestRejection.FieldLineTooLong))]
    [InlineData(10, 11, nameof(RequestRejection.HeadTooLarge))]
    [Attack("HD-10")]
    public void The_line_is_blamed_before_all_lines_together(int all, int line, string rejection)
    {
        HeadLimits limits = new() { MaxFieldBytes = all, MaxFieldLineBytes = line };
        Expect.Rejected(
            Feed.Head("GET / HTTP/1.1\r\nX: 4567890123\r\n\r\n", limits), Enum.Parse<RequestRejection>(rejection), 431);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Attack("HD-10")]
    public void Small_bounds_hold_at_every_position(int maxFields)
    {
        HeadLimits limits = new() { MaxFields = maxFields };
        HeadOutcome outcome = Feed.Head("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nX: y\r\n\r\n", limits);
        Assert.Equal(maxFields >= 3 ? RequestRejection.None : RequestRejection.TooManyFields, outcome.Rejection);
    }

    [Fact]
    [Attack("HD-10")]
    [Attack("LN-12")]
    public void The_largest_bounds_do_not_overflow()
    {
        HeadLimits limits = new()
        {
            MaxRequestLineBytes = int.MaxValue,
            MaxFieldLineBytes = int.MaxValue,
            MaxFieldBytes = int.MaxValue,
            MaxFields = int.MaxValue,
        };
        Expect.Complete(Feed.Head("\r\nGET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", limits));
    }

    [Fact]
    [Attack("HD-10")]
    public void A_parser_that_refused_stays_refused()
    {
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        head.Clear();
        parser.Reset();
        byte[] bytes = "GET / HTTP/1.1\r\nX\r\nHost: a\r\n\r\n"u8.ToArray();
        Assert.Equal(ParseResult.Rejected, parser.Parse(bytes, head));
        Assert.Equal(ParseResult.Rejected, parser.Parse(bytes, head));
        Assert.Equal(RequestRejection.MissingColon, parser.Rejection);
    }

    [Fact]
    public void A_parser_and_a_head_serve_again_after_a_reset()
    {
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        foreach (string text in (string[])
            ["POST http://a/b?c HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n",
             "GET /# HTTP/1.1\r\n\r\n", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
             "GET / HTTP/1.0\r\n\r\n", "\r\n\r\nGET / HTTP/1.0\r\n\r\n", "\r\n\r\nGET / HTTP/1.0\r\n X: y\r\n\r\n"])
        {
            byte[] bytes = System.Text.Encoding.Latin1.GetBytes(text);
            head.Clear();
            parser.Reset();
            ParseResult result = parser.Parse(bytes, head);
            Assert.Equal(Feed.Head(text), HeadOutcome.Of(result, parser, head, bytes));
        }
    }

    private static string RequestLineOf(int length)
    {
        const string around = "GET / HTTP/1.1";
        return $"GET /{new string('a', length - around.Length)} HTTP/1.1";
    }

    /// <summary>Field lines, Host among them, that have exactly so many bytes with their line ends.</summary>
    private static string FieldsOf(int bytes)
    {
        const string host = "Host: a\r\n";
        const string around = "X: \r\n";
        int rest = bytes - host.Length;
        string whole = string.Concat(Enumerable.Repeat($"X: {new string('y', 4000 - around.Length)}\r\n", rest / 4000));
        return $"{host}{whole}X: {new string('y', (rest % 4000) - around.Length)}\r\n";
    }
}
