// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Where the body ends: Content-Length and Transfer-Encoding. RFC 9112 §6, RFC 9110 §8.6.</summary>
public sealed class RequestHeadParserFramingTests
{
    [Fact]
    [Rfc("9112", "6.3")]
    public void A_request_with_neither_field_has_no_body() =>
        Assert.Equal(BodyLength.None, Expect.Complete(Feed.Fields()).Body);

    [Fact]
    [Rfc("9112", "6.3")]
    [Rfc("9110", "8.6")]
    public void Content_length_gives_the_length_of_the_body() =>
        Assert.Equal(BodyLength.Of(5), Expect.Complete(Feed.Fields("Content-Length: 5")).Body);

    [Fact]
    [Rfc("9112", "6.3")]
    public void A_content_length_of_zero_is_no_body() =>
        Assert.True(Expect.Complete(Feed.Fields("Content-Length: 0")).Body.IsNone);

    [Fact]
    [Rfc("9110", "8.6")]
    public void A_body_in_HTTP_1_0_is_delimited_by_content_length()
    {
        HeadOutcome outcome = Feed.Head("POST / HTTP/1.0\r\nContent-Length: 12\r\n\r\n");
        Assert.Equal(BodyLength.Of(12), Expect.Complete(outcome).Body);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    [InlineData("BREW")]
    [Rfc("9112", "6")]
    public void The_framing_does_not_depend_on_the_method(string method)
    {
        HeadOutcome sized = Feed.Head($"{method} / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
        Assert.Equal(BodyLength.Of(9), Expect.Complete(sized).Body);
        HeadOutcome chunked = Feed.Head($"{method} / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.Equal(BodyLength.Chunked, Expect.Complete(chunked).Body);
    }

    [Theory]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked", "Content-Length: 5")]
    [InlineData("Content-Length: 0", "Transfer-Encoding: chunked")]
    [InlineData("content-length: 5", "transfer-encoding: gzip")]
    [Rfc("9112", "6.1")]
    [Rfc("9112", "6.3")]
    [Attack("FR-01")]
    public void Rejects_content_length_beside_transfer_encoding(string first, string second) =>
        Expect.Rejected(
            Feed.Fields(first, second), RequestRejection.ContentLengthWithTransferEncoding, 400);

    [Theory]
    [InlineData("5", "6")]
    [InlineData("6", "5")]
    [InlineData("0", "5")]
    [InlineData("5", "+5")]
    [InlineData("5", "")]
    [Rfc("9112", "6.3")]
    [Attack("FR-02")]
    public void Rejects_two_different_content_lengths(string first, string second) =>
        Expect.Rejected(
            Feed.Fields($"Content-Length: {first}", $"Content-Length: {second}"),
            RequestRejection.MultipleContentLengths,
            400);

    [Fact]
    [Rfc("9112", "6.3")]
    [Attack("FR-03")]
    public void Rejects_two_equal_content_lengths() =>
        Expect.Rejected(
            Feed.Fields("Content-Length: 5", "X: between", "Content-Length: 5"),
            RequestRejection.MultipleContentLengths,
            400);

    [Theory]
    [InlineData("5, 5")]
    [InlineData("5,5")]
    [InlineData("5 ,\t6")]
    [InlineData("5,")]
    [InlineData(",5")]
    [Rfc("9112", "6.3")]
    [Attack("FR-03")]
    public void Rejects_a_list_of_content_lengths(string value) =>
        Expect.Rejected(
            Feed.Fields($"Content-Length: {value}"), RequestRejection.MultipleContentLengths, 400);

    [Theory]
    [InlineData("+5")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("0x5")]
    [InlineData("5 5")]
    [InlineData("5\t5")]
    [InlineData("1_0")]
    [InlineData("1'0")]
    [InlineData("5;")]
    [InlineData("5.0")]
    [InlineData("5e1")]
    [InlineData("\"5\"")]
    [InlineData("5a")]
    [InlineData("a")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00A05")]
    [InlineData("5\u00A0")]
    [InlineData("\u00B2")]
    [InlineData("\u00EF\u00BC\u0095")]
    [InlineData("5, +5")]
    [InlineData("5, a")]
    [Rfc("9110", "8.6")]
    [Rfc("9112", "6.3")]
    [Attack("FR-04")]
    public void Rejects_a_content_length_that_is_not_all_digits(string value) =>
        Expect.Rejected(Feed.Fields($"Content-Length: {value}"), RequestRejection.InvalidContentLength, 400);

    [Theory]
    [InlineData("Content-Length: 005")]
    [InlineData("Content-Length:5")]
    [InlineData("Content-Length:   5")]
    [InlineData("Content-Length:\t5\t ")]
    [InlineData("cOnTeNt-LeNgTh: 0000000000000000000000000000000000005")]
    [Rfc("9110", "8.6")]
    [Rfc("9110", "5.6.3")]
    [Attack("FR-05")]
    public void Accepts_leading_zeros_and_white_space_around_a_content_length(string line) =>
        Assert.Equal(BodyLength.Of(5), Expect.Complete(Feed.Fields(line)).Body);

    [Fact]
    [Rfc("9110", "8.6")]
    [Attack("FR-06")]
    public void Accepts_the_largest_length_that_has_64_bits_and_a_sign() =>
        Assert.Equal(
            BodyLength.Of(long.MaxValue), Expect.Complete(Feed.Fields("Content-Length: 9223372036854775807")).Body);

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("9223372036854775812")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("18446744073709551621")]
    [InlineData("36893488147419103237")]
    [InlineData("99999999999999999999999999999999999999999999")]
    [Rfc("9110", "8.6")]
    [Attack("FR-06")]
    public void Rejects_a_content_length_that_would_wrap(string value) =>
        Expect.Rejected(Feed.Fields($"Content-Length: {value}"), RequestRejection.InvalidContentLength, 400);

    [Theory]
    [InlineData("xchunked")]
    [InlineData("chunkedx")]
    [InlineData("chunke")]
    [InlineData("gzip")]
    [InlineData("x")]
    [InlineData("gzip, deflate")]
    [InlineData("gzip, xchunked")]
    [Rfc("9112", "6.3")]
    [Attack("FR-07")]
    public void Answers_400_to_a_body_whose_end_no_chunked_coding_marks(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.InvalidTransferEncoding, 400);

    [Theory]
    [InlineData("chunked, gzip")]
    [InlineData("gzip, chunked, gzip")]
    [InlineData("chunked,identity")]
    [Rfc("9112", "6.3")]
    [Attack("FR-08")]
    public void Rejects_chunked_that_is_not_the_last_coding(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.InvalidTransferEncoding, 400);

    [Theory]
    [InlineData("chunked, chunked")]
    [InlineData("chunked,CHUNKED")]
    [InlineData("gzip, chunked, chunked")]
    [Rfc("9112", "6.1")]
    [Rfc("9112", "7.1")]
    [Attack("FR-09")]
    public void Rejects_chunked_named_twice(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.InvalidTransferEncoding, 400);

    [Theory]
    [InlineData("chunked", "chunked")]
    [InlineData("chunked", "identity")]
    [InlineData("chunked", "")]
    [InlineData("gzip", "chunked")]
    [InlineData("xchunked", "chunked")]
    [Rfc("9112", "6.1")]
    [Attack("FR-09")]
    public void Rejects_two_transfer_encoding_lines(string first, string second) =>
        Expect.Rejected(
            Feed.Fields($"Transfer-Encoding: {first}", $"Transfer-Encoding: {second}"),
            RequestRejection.InvalidTransferEncoding,
            400);

    [Theory]
    [InlineData("gzip, chunked")]
    [InlineData("gzip,deflate , chunked")]
    [InlineData("xchunked, CHUNKED")]
    [Rfc("9112", "6.1")]
    [Attack("FR-10")]
    public void Answers_501_to_another_coding_before_chunked(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.UnsupportedTransferCoding, 501);

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("identity, chunked")]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("chunked;a=b")]
    [InlineData("chunked ;a=b")]
    [InlineData("chunked;")]
    [InlineData("\"chunked\"")]
    [InlineData("'chunked' ;")]
    [InlineData(",chunked")]
    [InlineData("chunked,")]
    [InlineData(", ,")]
    [InlineData("chunked chunked")]
    [InlineData("chunked\tx")]
    [InlineData("chunked:")]
    [InlineData("\u00A0chunked")]
    [InlineData("chunked\u0085")]
    [InlineData("(c)chunked")]
    [Rfc("9112", "7")]
    [Attack("FR-11")]
    public void Rejects_anything_that_resembles_chunked_and_is_not(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.InvalidTransferEncoding, 400);

    [Theory]
    [InlineData("\vchunked")]
    [InlineData("\fchunked")]
    [InlineData("chunked\v")]
    [InlineData("chunked\0")]
    [InlineData("\u0001chunked")]
    [Rfc("9110", "5.5")]
    [Attack("FR-11")]
    public void Rejects_a_control_character_beside_chunked(string value) =>
        Expect.Rejected(Feed.Fields($"Transfer-Encoding: {value}"), RequestRejection.InvalidFieldValue, 400);

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: cHuNkEd")]
    [InlineData("TRANSFER-ENCODING:CHUNKED")]
    [InlineData("transfer-encoding: \tchunked \t")]
    [Rfc("9112", "6.1")]
    [Rfc("9112", "7")]
    [Attack("FR-12")]
    public void Chunked_is_chunked_in_any_case(string line) =>
        Assert.Equal(BodyLength.Chunked, Expect.Complete(Feed.Fields(line)).Body);

    [Theory]
    [InlineData("")]
    [InlineData("Connection: keep-alive\r\n")]
    [InlineData("Content-Length: 5\r\n")]
    [Rfc("9112", "6.1")]
    [Attack("FR-13")]
    public void Rejects_transfer_encoding_in_HTTP_1_0(string fields) =>
        Expect.Rejected(
            Feed.Head($"POST / HTTP/1.0\r\nHost: a\r\n{fields}Transfer-Encoding: chunked\r\n\r\n"),
            RequestRejection.TransferEncodingInOldVersion,
            400);

    [Theory]
    [InlineData("Content-Length : 5")]
    [InlineData("Transfer-Encoding\t: chunked")]
    [InlineData("Host  : other")]
    [InlineData("X \t : y")]
    [Rfc("9112", "5.1")]
    [Attack("FR-14")]
    public void Rejects_white_space_between_name_and_colon(string line) =>
        Expect.Rejected(Feed.Fields(line), RequestRejection.WhitespaceBeforeColon, 400);

    [Theory]
    [InlineData("Transfer-Encoding:\r\n chunked")]
    [InlineData("Transfer-Encoding: chunked\r\n ")]
    [InlineData("Transfer-Encoding: chunked\r\n\t, gzip")]
    [InlineData("Content-Length: 5\r\n 5")]
    [InlineData("Expect: 100-\r\n continue")]
    [InlineData("X: y\r\n Transfer-Encoding: chunked")]
    [InlineData("X: y\r\n\t")]
    [Rfc("9112", "5.2")]
    [Attack("FR-15")]
    public void Rejects_a_folded_field(string lines) =>
        Expect.Rejected(Feed.Fields(lines), RequestRejection.ObsoleteLineFolding, 400);

    [Theory]
    [InlineData("Transfer_Encoding: chunked")]
    [InlineData("Content_Length: 5")]
    [InlineData("Content-Lengt: 5")]
    [InlineData("Content-Length-: 5")]
    [InlineData("XContent-Length: 5")]
    [InlineData("Transfer-Encodin9: chunked")]
    [InlineData("TransferEncoding: chunked")]
    [InlineData("Content-Length%20: 5")]
    [Rfc("9110", "5.1")]
    [Attack("FR-16")]
    public void A_name_that_only_looks_like_a_framing_field_has_no_meaning(string line)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Fields(line));
        Assert.Equal(BodyLength.None, outcome.Body);
        Assert.Contains(line.Replace(": ", "=", System.StringComparison.Ordinal), outcome.Fields);
    }
}
