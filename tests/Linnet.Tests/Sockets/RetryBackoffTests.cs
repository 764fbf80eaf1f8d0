// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net.Sockets;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class RetryBackoffTests
{
    [Theory]
    [Attack("FT-02")]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [InlineData(SocketError.SocketError)]
    public void What_concerns_the_machine_waits_from_5_ms_doubling_to_1_s(SocketError error)
    {
        var backoff = new RetryBackoff(immediateRetries: 16);
        double[] expected = [5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000];
        Assert.Equal(expected, expected.Select(_ => backoff.After(new SocketException((int)error)).TotalMilliseconds));
        backoff.Reset();
        Assert.Equal(5, backoff.After(new SocketException((int)error)).TotalMilliseconds);
    }

    [Fact]
    public void What_is_no_socket_failure_waits_too()
    {
        var backoff = new RetryBackoff(immediateRetries: 16);
        Assert.Equal(5, backoff.After(new OutOfMemoryException()).TotalMilliseconds);
        Assert.Equal(10, backoff.After(new ObjectDisposedException("socket")).TotalMilliseconds);
    }

    [Theory]
    [Attack("FT-02")]
    [InlineData(SocketError.ConnectionAborted)]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.Interrupted)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.HostUnreachable)]
    public void What_concerns_one_peer_is_retried_at_once_but_not_for_ever(SocketError error)
    {
        var backoff = new RetryBackoff(immediateRetries: 2);
        var failure = new SocketException((int)error);
        Assert.Equal(TimeSpan.Zero, backoff.After(failure));
        Assert.Equal(TimeSpan.Zero, backoff.After(failure));
        Assert.Equal(5, backoff.After(failure).TotalMilliseconds);
        Assert.Equal(10, backoff.After(failure).TotalMilliseconds);
        backoff.Reset();
        Assert.Equal(TimeSpan.Zero, backoff.After(failure));
    }
}
