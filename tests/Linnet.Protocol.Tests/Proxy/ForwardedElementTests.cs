// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>What one proxy writes in Forwarded. RFC 7239 §4, §5.</summary>
public sealed class ForwardedElementTests
{
    [Theory]
    [InlineData("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60", UriScheme.Http, "")]
    [InlineData("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17", null, "")]
    [InlineData("for=\"_gazonk\"", null, null, "")]
    [InlineData("by=203.0.113.43;PROTO=HTTPS;FOR=192.0.2.60", "192.0.2.60", UriScheme.Https, "")]
    [InlineData("host=example.com;for=192.0.2.60", "192.0.2.60", null, "example.com")]
    [InlineData("Host=\"Example.com:8443\";proto=\"https\"", null, UriScheme.Https, "Example.com:8443")]
    [InlineData("host=\"[2001:db8::1]:80\"", null, null, "[2001:db8::1]:80")]
    [InlineData("for=192.0.2.60;secret=\"a b=c\";x=y", "192.0.2.60", null, "")]
    [InlineData("for=192.0.2.60;x=1;x=2", "192.0.2.60", null, "")]
    [InlineData(";for=192.0.2.60;;", "192.0.2.60", null, "")]
    [InlineData("for=192.0.2.60 ;\tproto=https", "192.0.2.60", UriScheme.Https, "")]
    [InlineData("for=unknown;by=_b;proto=gopher", null, null, "")]
    [InlineData("", null, null, "")]
    [Rfc("7239", "4")]
    [Rfc("7239", "5.1")]
    [Rfc("7239", "5.2")]
    [Rfc("7239", "5.3")]
    [Rfc("7239", "5.4")]
    [Rfc("7239", "5.5")]
    internal void Reads_its_parameters_in_any_order(string text, string? address, UriScheme? scheme, string host)
    {
        Assert.True(ForwardedElement.TryParse(Encoding.Latin1.GetBytes(text), out ForwardedElement element));
        Assert.Equal(address is null ? null : IPAddress.Parse(address), element.Address);
        Assert.Equal(scheme, element.Scheme);
        Assert.Equal(host, Encoding.Latin1.GetString(element.Host));
    }

    [Theory]
    [InlineData("for")]
    [InlineData("for=")]
    [InlineData("=192.0.2.60")]
    [InlineData("192.0.2.60")]
    [InlineData("for =192.0.2.60")]
    [InlineData("for= 192.0.2.60")]
    [InlineData("f(r=192.0.2.60")]
    [InlineData("for=192.0.2.60:80")]
    [InlineData("for=[::1]")]
    [InlineData("for=\"::1\"")]
    [InlineData("for=\"\"")]
    [InlineData("for=private")]
    [InlineData("for=\"192.0.2.60")]
    [InlineData("for=192.0.2.60\"")]
    [InlineData("for=\"")]
    [InlineData("for=\"192.0.2.60\"x")]
    [InlineData("for=x\"192.0.2.60\"")]
    [InlineData("for=\"192.0.2.60\" x")]
    [InlineData("for=\"192.0\\.2.60\"")]
    [InlineData("for=192.0.2.60;x=\"a\\\"b\"")]
    [InlineData("for=192.0.2.60;x=\"\\a\"")]
    [InlineData("for=192.0.2.60;x=\"a;b\"")]
    [InlineData("for=192.0.2.60;x=a b")]
    [InlineData("for=192.0.2.60;for=192.0.2.60")]
    [InlineData("for=192.0.2.60;proto=https;PROTO=https")]
    [InlineData("host=a;for=192.0.2.60;Host=b")]
    [InlineData("by=x;for=192.0.2.60")]
    [InlineData("for=192.0.2.60;proto=\"\"")]
    [InlineData("for=192.0.2.60;host=\"a/b\"")]
    [InlineData("for=192.0.2.60;host=\"u@a\"")]
    [InlineData("for=192.0.2.60;host=a:80")]
    [InlineData("for=192.0.2.60;host=\"a:x\"")]
    [InlineData("for=192.0.2.60;\u00e9=a")]
    [Rfc("7239", "4")]
    [Rfc("7239", "6")]
    [Attack("HD-19")]
    public void A_malformed_element_says_nothing_at_all(string text)
    {
        Assert.False(ForwardedElement.TryParse(Encoding.Latin1.GetBytes(text), out ForwardedElement element));
        Assert.Null(element.Address);
        Assert.Null(element.Scheme);
        Assert.True(element.Host.IsEmpty);
    }
}
