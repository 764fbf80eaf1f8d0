// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>Ends of connections as proxies write them. RFC 7239 §6.</summary>
public sealed class ForwardedNodeTests
{
    [Theory]
    [InlineData("192.0.2.43", "192.0.2.43")]
    [InlineData("192.0.2.43:47011", "192.0.2.43")]
    [InlineData("192.0.2.43:0", "192.0.2.43")]
    [InlineData("192.0.2.43:65535", "192.0.2.43")]
    [InlineData("192.0.2.43:_http", "192.0.2.43")]
    [InlineData("[2001:db8:cafe::17]", "2001:db8:cafe::17")]
    [InlineData("[2001:DB8:cafe::17]:47011", "2001:db8:cafe::17")]
    [InlineData("[::ffff:192.0.2.1]", "192.0.2.1")]
    [InlineData("[::ffff:c000:201]:1", "192.0.2.1")]
    [Rfc("7239", "6.1")]
    public void Reads_an_address(string node, string address)
    {
        Assert.True(ForwardedNode.TryParse(Encoding.Latin1.GetBytes(node), out IPAddress? read));
        Assert.Equal(IPAddress.Parse(address), read);
        Assert.True(ForwardedNode.TryParseBare(Encoding.Latin1.GetBytes(node), out read));
        Assert.Equal(IPAddress.Parse(address), read);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("Unknown")]
    [InlineData("unknown:80")]
    [InlineData("_gazonk")]
    [InlineData("_SEVKISEK")]
    [InlineData("_a.b-C_9:_x")]
    [Rfc("7239", "6.2")]
    [Rfc("7239", "6.3")]
    public void A_word_in_place_of_an_address_is_valid_and_none(string node)
    {
        Assert.True(ForwardedNode.TryParse(Encoding.Latin1.GetBytes(node), out IPAddress? read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("_a b")]
    [InlineData("_\u00e9")]
    [InlineData("hidden")]
    [InlineData("localhost")]
    [InlineData("example.com:80")]
    [InlineData("127.1")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.02.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("192.0.2.1/32")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1:x")]
    [InlineData("192.0.2.1:-1")]
    [InlineData("192.0.2.1:65536")]
    [InlineData("192.0.2.1:000080")]
    [InlineData("192.0.2.1:80:80")]
    [InlineData("[192.0.2.1]")]
    [InlineData("[::1")]
    [InlineData("::1]")]
    [InlineData("[]")]
    [InlineData("[::1]80")]
    [InlineData("[::1%eth0]")]
    [InlineData("[::1]:")]
    [InlineData("\"192.0.2.1\"")]
    [InlineData("192.0.2.1\0")]
    [Rfc("7239", "6")]
    public void Anything_else_is_malformed(string node)
    {
        Assert.False(ForwardedNode.TryParse(Encoding.Latin1.GetBytes(node), out IPAddress? read));
        Assert.Null(read);
        Assert.False(ForwardedNode.TryParseBare(Encoding.Latin1.GetBytes(node), out read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("::1", "::1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [Rfc("7239", "6")]
    public void Only_the_older_field_may_leave_the_brackets_out(string node, string address)
    {
        Assert.False(ForwardedNode.TryParse(Encoding.Latin1.GetBytes(node), out _));
        Assert.True(ForwardedNode.TryParseBare(Encoding.Latin1.GetBytes(node), out IPAddress? read));
        Assert.Equal(IPAddress.Parse(address), read);
    }
}
