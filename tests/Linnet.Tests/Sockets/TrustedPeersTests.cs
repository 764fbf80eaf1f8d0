// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class TrustedPeersTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData("10.0.0.1/32", "10.0.0.2", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::10.1.2.3", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("::/0", "10.1.2.3", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("fe80::/10", "fe80::1%2", true)]
    public void A_network_holds_the_addresses_that_begin_like_it(string network, string address, bool expected) =>
        Assert.Equal(expected, new TrustedPeers(IPNetwork.Parse(network)).Contains(IPAddress.Parse(address)));

    [Fact]
    public void One_of_several_networks_is_enough()
    {
        TrustedPeers peers = new(IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::1/128"));
        Assert.True(peers.Contains(IPAddress.IPv6Loopback));
        Assert.True(peers.Contains(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1)));
        Assert.False(peers.Contains(IPAddress.Loopback));
    }

    [Fact]
    public void Nobody_is_trusted_who_was_not_named()
    {
        TrustedPeers nobody = new();
        Assert.True(nobody.IsEmpty);
        Assert.False(nobody.Contains(IPAddress.Loopback));
        Assert.False(nobody.Contains(new UnixDomainSocketEndPoint("/a")));
        Assert.False(nobody.Contains((EndPoint?)null));
        Assert.False(new TrustedPeers(IPNetwork.Parse("0.0.0.0/0")).Contains(new UnixDomainSocketEndPoint("/a")));
    }

    [Fact]
    public void Unix_sockets_are_included_when_said_so()
    {
        TrustedPeers peers = new() { IncludesUnixSockets = true };
        Assert.False(peers.IsEmpty);
        Assert.True(peers.Contains(new UnixDomainSocketEndPoint("/a")));
        Assert.False(peers.Contains(IPAddress.Loopback));
        Assert.False(peers.Contains((EndPoint?)null));
    }

    [Fact]
    public void Refuses_null()
    {
        Assert.Throws<ArgumentNullException>(() => new TrustedPeers(null!));
        Assert.Throws<ArgumentNullException>(() => new TrustedPeers().Contains((IPAddress)null!));
    }
}
