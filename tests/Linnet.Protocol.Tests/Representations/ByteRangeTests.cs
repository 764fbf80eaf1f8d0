// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class ByteRangeTests
{
    [Fact]
    public void Two_are_equal_when_they_are_the_same_bytes()
    {
        ByteRange part = new(3, 4);
        Assert.Equal(7, part.End);
        Assert.True(part.Equals(new ByteRange(3, 4)));
        Assert.True(part.Equals((object)new ByteRange(3, 4)));
        Assert.Equal(part.GetHashCode(), new ByteRange(3, 4).GetHashCode());
        Assert.False(part.Equals(new ByteRange(3, 5)));
        Assert.False(part.Equals(new ByteRange(2, 4)));
        Assert.False(part.Equals((object)new ByteRange(2, 5)));
        Assert.False(part.Equals(null));
        Assert.False(part.Equals("3-6"));
    }
}
