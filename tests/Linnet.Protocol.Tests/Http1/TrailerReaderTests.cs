// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Trailer sections. RFC 9112 §7.1.2, RFC 9110 §6.5.</summary>
public sealed class TrailerReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("X: y\r\n", "X=y")]
    [InlineData("X:y\r\nx:  z \r\nDigest: a=b\r\n", "X=y\nx=z\nDigest=a=b")]
    [InlineData("X:\r\n", "X=")]
    [Rfc("9112", "7.1.2")]
    [Rfc("9110", "6.5.2")]
    public void Keeps_trailer_fields_apart(string lines, string trailers)
    {
        ChunkedOutcome outcome = FeedChunks.Body($"1\r\nx\r\n0\r\n{lines}\r\n");
        Assert.Equal(ChunkedResult.Complete, outcome.Result);
        Assert.Equal(trailers, outcome.Trailers);
        Assert.Equal(10 + lines.Length + 1, outcome.Consumed);
    }

    [Fact]
    [Rfc("9112", "7.1.2")]
    public void A_section_begins_afresh_whatever_became_of_the_one_before()
    {
        TrailerReader reader = new(new HeadLimits());
        reader.Reset();
        Assert.Equal(ParseResult.Incomplete, reader.Read("X: a long line without an end"u8, out _));
        reader.Reset();
        Assert.Equal(ParseResult.Complete, reader.Read("Y: z\r\n\r\n"u8, out int consumed));
        Assert.Equal(8, consumed);
        Assert.Equal("Yz", System.Text.Encoding.ASCII.GetString(reader.Trailers.Bytes));
    }

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("content-length: x")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Host: other")]
    [InlineData("Host: /not a host/")]
    [InlineData("Authorization: Basic x")]
    [InlineData("Proxy-Authorization: x")]
    [InlineData("cookie: a=b")]
    [InlineData("Set-Cookie: a=b")]
    [InlineData("Connection: close")]
    [InlineData("Upgrade: h2c")]
    [InlineData("Expect: 100-continue")]
    [InlineData("Content-Type: text/html")]
    [InlineData("Content-Encoding: gzip")]
    [InlineData("Content-Range: bytes 0-1/2")]
    [InlineData("Trailer: X")]
    [InlineData("TE: trailers")]
    [InlineData("Range: bytes=0-")]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Max-Forwards: 1")]
    [InlineData("Forwarded: for=a")]
    [InlineData("X-Forwarded-For: a")]
    [InlineData("X-Forwarded-Host: a")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("If-Match: *")]
    [InlineData("If-None-Match: *")]
    [InlineData("If-Modified-Since: x")]
    [InlineData("If-Unmodified-Since: x")]
    [InlineData("If-Range: x")]
    [Rfc("9112", "7.1.2")]
    [Rfc("9110", "6.5.1")]
    [Attack("CH-11")]
    public void Drops_a_trailer_field_that_could_change_the_request(string line)
    {
        ChunkedOutcome outcome = FeedChunks.Body($"0\r\nA: b\r\n{line}\r\nC: d\r\n\r\n");
        Assert.Equal(ChunkedResult.Complete, outcome.Result);
        Assert.Equal("A=b\nC=d", outcome.Trailers);
    }

    [Theory]
    [InlineData("X", nameof(RequestRejection.MissingColon))]
    [InlineData("0", nameof(RequestRejection.MissingColon))]
    [InlineData("GET / HTTP/1.1", nameof(RequestRejection.MissingColon))]
    [InlineData(": y", nameof(RequestRejection.EmptyFieldName))]
    [InlineData("X : y", nameof(RequestRejection.WhitespaceBeforeColon))]
    [InlineData("X Y: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\u0080: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X: \0", nameof(RequestRejection.InvalidFieldValue))]
    [InlineData("X: \u007F", nameof(RequestRejection.InvalidFieldValue))]
    [InlineData(" X: y", nameof(RequestRejection.WhitespaceBeforeFirstField))]
    [InlineData(" ", nameof(RequestRejection.WhitespaceBeforeFirstField))]
    [InlineData("X: y\r\n z", nameof(RequestRejection.ObsoleteLineFolding))]
    [InlineData("Content-Length : 5", nameof(RequestRejection.WhitespaceBeforeColon))]
    [Rfc("9112", "7.1.2")]
    [Rfc("9112", "5")]
    [Attack("CH-12")]
    public void Holds_a_trailer_line_to_the_grammar_of_a_field_line(string line, string rejection)
    {
        ChunkedOutcome outcome = FeedChunks.Body($"0\r\n{line}\r\n\r\n");
        Assert.Equal(Enum.Parse<RequestRejection>(rejection), outcome.Rejection);
        Assert.Equal(400, outcome.Status);
    }

    [Theory]
    [InlineData("0\r\n\n", nameof(RequestRejection.BareLineFeed))]
    [InlineData("0\r\nX: y\n\r\n", nameof(RequestRejection.BareLineFeed))]
    [InlineData("0\r\nX: y\r\n\n", nameof(RequestRejection.BareLineFeed))]
    [InlineData("0\r\n\rX", nameof(RequestRejection.BareCarriageReturn))]
    [InlineData("0\r\n\r\r\n", nameof(RequestRejection.BareCarriageReturn))]
    [InlineData("0\r\nX: y\rZ: w\r\n\r\n", nameof(RequestRejection.BareCarriageReturn))]
    [Rfc("9112", "2.2")]
    [Attack("CH-13")]
    public void Rejects_a_trailer_or_final_line_that_does_not_end_in_CR_LF(string text, string rejection)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(Enum.Parse<RequestRejection>(rejection), outcome.Rejection);
        Assert.Equal(400, outcome.Status);
    }

    [Fact]
    [Rfc("6585", "5")]
    [Attack("CH-14")]
    public void Twenty_trailer_fields_are_fine_and_the_next_is_not()
    {
        string twenty = string.Concat(Enumerable.Range(0, 20).Select(index => $"X{index}: y\r\n"));
        Assert.Equal(20, FeedChunks.Body($"0\r\n{twenty}\r\n").Trailers.Split('\n').Length);
        TooLarge($"0\r\n{twenty}X: y\r\n\r\n");
        TooLarge($"0\r\n{twenty}Host: y\r\n\r\n");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [Rfc("6585", "5")]
    [Attack("CH-14")]
    public void A_trailer_section_may_have_8_KiB(int beyond, bool accepted)
    {
        string line = $"X: {new string('y', 4096 - 5)}\r\n";
        string text = $"0\r\n{line}X: {new string('y', 4096 - 5 + beyond)}\r\n\r\n";
        if (accepted)
        {
            Assert.Equal(ChunkedResult.Complete, FeedChunks.Body(text).Result);
        }
        else
        {
            TooLarge(text);
        }
    }

    [Fact]
    [Attack("CH-14")]
    public void A_trailer_line_without_end_is_refused_at_the_bound()
    {
        Assert.Equal(ChunkedResult.Incomplete, FeedChunks.Body($"0\r\nX: {new string('y', 8189)}").Result);
        TooLarge($"0\r\nX: {new string('y', 8190)}");
        HeadLimits limits = new() { MaxFieldLineBytes = 10 };
        TooLarge("0\r\nX: 45678901\r\n\r\n", limits);
        Assert.Equal(ChunkedResult.Complete, FeedChunks.Body("0\r\nX: 4567890\r\n\r\n", limits).Result);
    }

    [Fact]
    [Attack("CH-14")]
    public void Sections_without_number_or_size_may_be_forbidden_altogether()
    {
        HeadLimits limits = new() { MaxTrailerFields = 0, MaxTrailerBytes = 0 };
        Assert.Equal(ChunkedResult.Complete, FeedChunks.Body("0\r\n\r\n", limits).Result);
        TooLarge("0\r\nX: y\r\n\r\n", limits);
    }

    [Fact]
    [Rfc("9110", "6.5")]
    public void Trailers_keep_bytes_of_their_own()
    {
        ChunkedDecoder decoder = new(new HeadLimits());
        decoder.Reset();
        byte[] buffer = Encoding.ASCII.GetBytes("0\r\nX: y\r\nLonger-Name: longer value\r\n\r\n");
        Assert.Equal(ChunkedResult.Complete, decoder.Read(buffer, out _));
        Array.Fill(buffer, (byte)'#');
        Assert.Equal(
            "X=y\nLonger-Name=longer value",
            HeadOutcome.TextOf(decoder.Trailers.Fields, decoder.Trailers.Bytes));
    }

    private static void TooLarge(string text, HeadLimits? limits = null)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text, limits);
        Assert.Equal(RequestRejection.TrailersTooLarge, outcome.Rejection);
        Assert.Equal(431, outcome.Status);
    }
}
