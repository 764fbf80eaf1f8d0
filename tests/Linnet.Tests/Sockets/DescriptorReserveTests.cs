// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Linnet.Conformance;
using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class DescriptorReserveTests
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
        Assert.Equal(1024, SoftLimitOf(Limits));
        Assert.Null(SoftLimitOf(Limits.Replace("1024   ", "unlimited", StringComparison.Ordinal)));
        Assert.Null(SoftLimitOf(""));
        Assert.Null(SoftLimitOf("Max open files"));
        Assert.Null(SoftLimitOf("Max open files            "));

        static long? SoftLimitOf(string limits) => DescriptorReserve.ParseSoftLimit(Encoding.ASCII.GetBytes(limits));
    }

    [Theory]
    [Attack("FT-01")]
    [InlineData(50_000, 220L, 60, 105)]
    [InlineData(50_000, 1024L, 60, 708)]
    [InlineData(50_000, 100L, 60, 8)]
    [InlineData(100, 1024L, 60, 100)]
    [InlineData(50_000, 1_048_576L, 60, 50_000)]
    [InlineData(50_000, 20L, 60, 1)]
    [InlineData(50_000, null, 60, 50_000)]
    public void Connections_are_what_was_asked_for_or_what_the_limit_has_room_for(
        int wanted, long? soft, int open, int expected)
    {
        Assert.Equal(expected, new DescriptorReserve(soft).CapConnections(wanted, open));
    }

    [Fact]
    public void This_process_has_room_for_a_connection()
    {
        Assert.InRange(DescriptorReserve.OfThisProcess().CapConnections(1000), 1, 1000);
    }

    [Theory]
    [Attack("FT-01")]
    [InlineData(219, 220L, true)]
    [InlineData(165, 220L, true)]
    [InlineData(164, 220L, false)]
    [InlineData(3, 220L, false)]
    [InlineData(1_000_000, null, false)]
    public void The_number_of_a_descriptor_tells_whether_it_is_one_of_the_reserve(int number, long? soft, bool expected)
    {
        using SafeFileHandle opened = new(number, ownsHandle: false);
        Assert.Equal(expected, new DescriptorReserve(soft).IsTouchedBy(opened));
    }

    [Fact]
    public void The_next_descriptor_tells_it_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not number its handles from below.");
        Assert.True(new DescriptorReserve(softLimit: 1).IsTouched());
        Assert.False(new DescriptorReserve(softLimit: 1_000_000).IsTouched());
        Assert.False(DescriptorReserve.OfThisProcess().IsTouched());
    }
}
