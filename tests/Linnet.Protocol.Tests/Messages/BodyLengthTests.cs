// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class BodyLengthTests
{
    [Fact]
    public void Nothing_said_is_no_body()
    {
        Assert.True(default(BodyLength).IsNone);
        Assert.Equal(BodyLength.None, BodyLength.Of(0));
        Assert.Equal(0, BodyLength.None.Bytes);
        Assert.False(BodyLength.None.IsChunked);
        Assert.Equal("0 bytes", BodyLength.None.ToString());
    }

    [Fact]
    public void Chunked_is_a_body_of_no_known_length()
    {
        Assert.True(BodyLength.Chunked.IsChunked);
        Assert.False(BodyLength.Chunked.IsNone);
        Assert.Equal(0, BodyLength.Chunked.Bytes);
        Assert.NotEqual(BodyLength.None, BodyLength.Chunked);
        Assert.Equal("chunked", BodyLength.Chunked.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void A_length_is_kept(long bytes)
    {
        BodyLength length = BodyLength.Of(bytes);
        Assert.Equal(bytes, length.Bytes);
        Assert.False(length.IsNone);
        Assert.False(length.IsChunked);
        Assert.Equal(length, (object)BodyLength.Of(bytes));
        Assert.Equal(length.GetHashCode(), BodyLength.Of(bytes).GetHashCode());
        Assert.NotEqual(length, BodyLength.Of(bytes - 1));
        Assert.False(length.Equals(null));
    }
}
