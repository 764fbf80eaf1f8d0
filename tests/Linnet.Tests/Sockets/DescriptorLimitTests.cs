// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class DescriptorLimitTests
{
    private const string Limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max cpu time              unlimited            unlimited            seconds
        Max open files            1024                 1048576              files
        Max locked memory         8388608              8388608              bytes
        """;

    [Fact]
    public void Reads_the_soft_limit_of_open_files()
    {
        Assert.Equal(1024, DescriptorLimit.ParseSoftLimit(Limits));
        Assert.Null(DescriptorLimit.ParseSoftLimit(Limits.Replace("1024   ", "unlimited", StringComparison.Ordinal)));
        Assert.Null(DescriptorLimit.ParseSoftLimit(""));
        Assert.Null(DescriptorLimit.ParseSoftLimit("Max open files"));
    }

    [Theory]
    [Attack("FT-01")]
    [InlineData(50_000, 220L, 60, 128)]
    [InlineData(50_000, 1024L, 60, 836)]
    [InlineData(100, 1024L, 60, 100)]
    [InlineData(50_000, 1_048_576L, 60, 50_000)]
    [InlineData(50_000, 64L, 60, 1)]
    [InlineData(50_000, null, 60, 50_000)]
    public void Connections_are_what_the_limit_leaves_room_for(int wanted, long? soft, int open, int expected)
    {
        Assert.Equal(expected, DescriptorLimit.Connections(wanted, soft, open));
    }

    [Fact]
    public void This_process_has_room_for_a_connection()
    {
        Assert.InRange(DescriptorLimit.Connections(1000), 1, 1000);
    }
}
