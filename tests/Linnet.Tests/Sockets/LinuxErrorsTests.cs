// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>What is thrown for the numbers of Linux's errors.</summary>
public sealed class LinuxErrorsTests
{
    [Fact]
    public void A_number_with_a_name_is_what_the_base_library_throws()
    {
        SocketException failure = LinuxErrors.ToException(111, "connect");
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
        Assert.Equal(new SocketException((int)SocketError.ConnectionRefused).Message, failure.Message);
    }

    [Fact]
    public void A_number_without_a_name_is_told_with_the_call_that_failed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The words for the number are the system's.");
        SocketException failure = LinuxErrors.ToException(28, "epoll_ctl");
        Assert.Equal(SocketError.SocketError, failure.SocketErrorCode);
        Assert.Equal("epoll_ctl failed with error 28: No space left on device", failure.Message);
    }
}
