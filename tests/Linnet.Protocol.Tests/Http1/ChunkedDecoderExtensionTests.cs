// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Extensions on the line of a chunk size. RFC 9112 §7.1.1.</summary>
public sealed class ChunkedDecoderExtensionTests
{
    [Theory]
    [InlineData("1;a")]
    [InlineData("1;a=b")]
    [InlineData("1;a=\"\"")]
    [InlineData("1;a=\"b;c\"")]
    [InlineData("1;a=\"b\\\"c\"")]
    [InlineData("1;a=\"\\\\\"")]
    [InlineData("1;a=\"\\ \\\t\\z\"")]
    [InlineData("1;a=\"\t \u0080\u00FF\"")]
    [InlineData("1;a;b;c=d;e=\"f\"")]
    [InlineData("1 ; a = b ; c")]
    [InlineData("1\t;\ta\t=\t\"b\"\t;\tc")]
    [InlineData("1;!#$%&'*+-.^_`|~=!#$%&'*+-.^_`|~")]
    [Rfc("9112", "7.1.1")]
    [Attack("CH-10")]
    public void Ignores_a_well_formed_extension(string line)
    {
        Assert.Equal("x", Complete($"{line}\r\nx\r\n0\r\n\r\n").Payload);
        Assert.Equal("x", Complete($"1\r\nx\r\n0{line[1..]}\r\n\r\n").Payload);
    }

    [Theory]
    [InlineData("1;a=b\nx\r\n0\r\n\r\n")]
    [InlineData("1;\nx\r\n0\r\n\r\n")]
    [InlineData("1;a\nx\r\n0\r\n\r\n")]
    [InlineData("1;a=\"\n\"\r\nx\r\n0\r\n\r\n")]
    [InlineData("1;a=\"b\"\nx\r\n0\r\n\r\n")]
    [InlineData("1 \nx\r\n0\r\n\r\n")]
    [InlineData("0;a\n\r\n")]
    [Rfc("9112", "7.1.1")]
    [Attack("CH-01")]
    public void Rejects_a_bare_line_feed_in_an_extension(string text) =>
        Rejected(text, RequestRejection.InvalidChunkExtension);

    [Theory]
    [InlineData("1;\r\n")]
    [InlineData("1;;\r\n")]
    [InlineData("1;;a\r\n")]
    [InlineData("1; \r\n")]
    [InlineData("1;=b\r\n")]
    [InlineData("1;a=\r\n")]
    [InlineData("1;a= \r\n")]
    [InlineData("1;a=;b\r\n")]
    [InlineData("1;a==b\r\n")]
    [InlineData("1;a=b=c\r\n")]
    [InlineData("1;a b\r\n")]
    [InlineData("1;a=b c\r\n")]
    [InlineData("1;a \r\n")]
    [InlineData("1;a=b \r\n")]
    [InlineData("1;a=\"b\" \r\n")]
    [InlineData("1;a=\"b\r\n")]
    [InlineData("1;a=\"b\\\r\n")]
    [InlineData("1;a=\"b\"c\r\n")]
    [InlineData("1;a=\"b\"\"c\"\r\n")]
    [InlineData("1;a=b\"c\"\r\n")]
    [InlineData("1;\"a\"=b\r\n")]
    [InlineData("1;a,b\r\n")]
    [InlineData("1;a\0\r\n")]
    [InlineData("1;\0\r\n")]
    [InlineData("1;a=\0\r\n")]
    [InlineData("1;a=\"\0\"\r\n")]
    [InlineData("1;a=\"\\\0\"\r\n")]
    [InlineData("1;a=\"\u0001\"\r\n")]
    [InlineData("1;a=\"\u007F\"\r\n")]
    [InlineData("1;a=\u0080\r\n")]
    [InlineData("1;\u0080=a\r\n")]
    [InlineData("1 a\r\n")]
    [InlineData("1 1\r\n")]
    [InlineData("1\t0\r\n")]
    [Rfc("9112", "7.1.1")]
    [Attack("CH-09")]
    public void Rejects_a_malformed_extension(string text) =>
        Rejected(text, RequestRejection.InvalidChunkExtension);

    [Theory]
    [InlineData(";", 1)]
    [InlineData(";a=\"", 1)]
    [Attack("CH-08")]
    public void Extensions_may_have_1_KiB_in_one_message(string start, int chunks)
    {
        string end = start.Contains('"', System.StringComparison.Ordinal) ? "\"" : string.Empty;
        string extension = start + new string('a', 1024 - start.Length - end.Length) + end;
        Assert.Equal(1024, extension.Length);
        string text = string.Concat(Enumerable.Repeat($"1{extension}\r\nx\r\n", chunks)) + "0\r\n\r\n";
        Assert.Equal(new string('x', chunks), Complete(text).Payload);
        Rejected($"{text[..^5]}0;a\r\n\r\n", RequestRejection.ChunkExtensionsTooLong);
        Rejected($"1{start}{new string('a', 1025 - start.Length)}", RequestRejection.ChunkExtensionsTooLong);
        Assert.Equal(ChunkedResult.Incomplete, FeedChunks.Body($"1{start}{new string('a', 1024 - start.Length)}").Result);
    }

    [Fact]
    [Attack("CH-08")]
    public void Extensions_of_all_chunks_count_together()
    {
        string chunks = string.Concat(Enumerable.Repeat("1;aaaaaaa\r\nx\r\n", 128));
        Assert.Equal(128, Complete($"{chunks}0\r\n\r\n").Payload.Length);
        Rejected($"{chunks}1;", RequestRejection.ChunkExtensionsTooLong);
        Rejected($"{chunks}0 ;a\r\n\r\n", RequestRejection.ChunkExtensionsTooLong);
    }

    [Fact]
    [Attack("CH-08")]
    public void The_bound_may_be_zero_or_the_largest_number()
    {
        Rejected("1;a\r\n", RequestRejection.ChunkExtensionsTooLong, new HeadLimits { MaxChunkExtensionBytes = 0 });
        Assert.Equal(
            ChunkedResult.Complete,
            FeedChunks.Body("0;a\r\n\r\n", new HeadLimits { MaxChunkExtensionBytes = int.MaxValue }).Result);
    }

    private static ChunkedOutcome Complete(string text)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(RequestRejection.None, outcome.Rejection);
        Assert.Equal(ChunkedResult.Complete, outcome.Result);
        Assert.Equal(text.Length, outcome.Consumed);
        Assert.Empty(outcome.Trailers);
        return outcome;
    }

    private static void Rejected(string text, RequestRejection rejection, HeadLimits? limits = null)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text, limits);
        Assert.Equal(ChunkedResult.Rejected, outcome.Result);
        Assert.Equal(rejection, outcome.Rejection);
        Assert.Equal(400, outcome.Status);
    }
}
