// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class AcceptedCodingsTests
{
    private const int All = (int)(ContentCoding.Brotli | ContentCoding.Zstandard | ContentCoding.Gzip);

    [Theory]
    [Rfc("9110", "12.5.3")]
    [InlineData("gzip, deflate, br, zstd", All, (int)ContentCoding.Brotli)]
    [InlineData("gzip, deflate, zstd", All, (int)ContentCoding.Zstandard)]
    [InlineData("gzip, deflate, br, zstd", (int)(ContentCoding.Gzip | ContentCoding.Zstandard), (int)ContentCoding.Zstandard)]
    [InlineData("gzip, deflate, br, zstd", (int)ContentCoding.Gzip, (int)ContentCoding.Gzip)]
    [InlineData("gzip, deflate, br, zstd", 0, 0)]
    [InlineData("gzip;q=1.0, br;q=0.9", All, (int)ContentCoding.Gzip)]
    [InlineData("br;q=0.5, zstd;q=0.501", All, (int)ContentCoding.Zstandard)]
    [InlineData("br;q=0, *;q=0.1", All, (int)ContentCoding.Zstandard)]
    [InlineData("*", All, (int)ContentCoding.Brotli)]
    [InlineData("*;q=0", All, 0)]
    [InlineData("identity, br;q=0.5", All, 0)]
    [InlineData("identity;q=0.5, br;q=0.5", All, (int)ContentCoding.Brotli)]
    [InlineData("identity;q=0", All, 0)]
    [InlineData("deflate", All, 0)]
    [InlineData("X-GZIP", All, (int)ContentCoding.Gzip)]
    [InlineData("ZSTD", All, (int)ContentCoding.Zstandard)]
    [InlineData("br;q=2", All, 0)]
    [InlineData("br;level=1", All, 0)]
    [InlineData("", All, 0)]
    public void The_client_gets_what_it_wants_most_of_what_there_is(string field, int available, int expected)
    {
        AcceptedCodings accepted = new(Encoding.Latin1.GetBytes(field));
        Assert.Equal((ContentCoding)expected, accepted.Choose((ContentCoding)available));
    }

    [Fact]
    public void Who_says_nothing_gets_what_is_not_coded() =>
        Assert.Equal(ContentCoding.Identity, default(AcceptedCodings).Choose((ContentCoding)All));
}
