// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:65432", "tcp://127.0.0.1:65432")]
    [InlineData("0.0.0.0:8080", "tcp://0.0.0.0:8080")]
    [InlineData("[::1]:8080", "tcp://[::1]:8080")]
    [InlineData("[::]:8080", "tcp://[::]:8080")]
    [InlineData("[fe80::1%eth0]:80", "tcp://[fe80::1%eth0]:80")]
    [InlineData("[fe80::1%3]:80", "tcp://[fe80::1%3]:80")]
    [InlineData("[::ffff:127.0.0.1]:80", "tcp://[::ffff:127.0.0.1]:80")]
    [InlineData("localhost:8080", "tcp://localhost:8080")]
    [InlineData("LocalHost:8080", "tcp://localhost:8080")]
    [InlineData("*:8080", "tcp://*:8080")]
    [InlineData("127.0.0.1:0", "tcp://127.0.0.1:0")]
    [InlineData("localhost:0", "tcp://localhost:0")]
    [InlineData("127.0.0.1:00080", "tcp://127.0.0.1:80")]
    [InlineData("127.0.0.1:65535", "tcp://127.0.0.1:65535")]
    [InlineData("tcp://127.0.0.1:65432", "tcp://127.0.0.1:65432")]
    [InlineData("udp://127.0.0.1:65432", "udp://127.0.0.1:65432")]
    [InlineData("TCP://127.0.0.1:65432", "tcp://127.0.0.1:65432")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:80")]
    [InlineData("http://[::1]", "http://[::1]:80")]
    [InlineData("http://localhost/", "http://localhost:80")]
    [InlineData("http://*:8080/", "http://*:8080")]
    [InlineData("https://127.0.0.1", "https://127.0.0.1:443")]
    [InlineData("example.com:80", "tcp://example.com:80")]
    [InlineData("http://my_host-1.example.com.", "http://my_host-1.example.com.:80")]
    [InlineData("unix:/run/app.sock", "unix:/run/app.sock")]
    [InlineData("tcp://unix:/run/app.sock", "unix:/run/app.sock")]
    [InlineData("http://unix:/run/app.sock", "http://unix:/run/app.sock")]
    [InlineData("unix:app.sock", "unix:app.sock")]
    [InlineData("tcp://unix:a://b", "unix:a://b")]
    [InlineData("unix:/run/a://b", "unix:/run/a://b")]
    public void Reads_each_form_and_writes_it_so_that_it_reads_back(string text, string written)
    {
        EndpointAddress address = EndpointAddress.Parse(text);
        Assert.Equal(written, address.ToString());

        EndpointAddress again = EndpointAddress.Parse(address.ToString());
        Assert.Equal(written, again.ToString());
        Assert.Equal(address.Scheme, again.Scheme);
        Assert.Equal(address.Kind, again.Kind);
        Assert.Equal(address.Host, again.Host);
        Assert.Equal(address.Port, again.Port);
        Assert.Equal(address.Address, again.Address);
    }

    [Fact]
    public void Reads_an_abstract_name_on_Linux()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Abstract names exist on Linux only.");
        EndpointAddress address = EndpointAddress.Parse("unix:@name");
        Assert.True(address.IsUnix);
        Assert.Equal("@name", address.Host);
        Assert.Equal("unix:@name", address.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1:80", EndpointScheme.Http, EndpointScheme.Http)]
    [InlineData("tcp://127.0.0.1:80", EndpointScheme.Http, EndpointScheme.Tcp)]
    [InlineData("unix:/run/app.sock", EndpointScheme.Http, EndpointScheme.Http)]
    [InlineData("udp://127.0.0.1:80", EndpointScheme.Tcp, EndpointScheme.Udp)]
    public void A_scheme_that_is_not_written_is_the_default(string text, EndpointScheme usual, EndpointScheme expected)
    {
        Assert.Equal(expected, EndpointAddress.Parse(text, usual).Scheme);
    }

    [Theory]
    [InlineData("", "the port is missing", "127.0.0.1:8080")]
    [InlineData("127.0.0.1", "the port is missing", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:", "the port is missing", "127.0.0.1:8080")]
    [InlineData("[::1]", "the port is missing", "[::1]:8080")]
    [InlineData("tcp://127.0.0.1", "the port is missing", "127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:", "the port is missing", "127.0.0.1:8080")]
    [InlineData("8080", "the host is missing", "127.0.0.1:8080")]
    [InlineData(":8080", "the host is missing", "127.0.0.1:8080")]
    [InlineData(":0", "the host is missing", "127.0.0.1:0")]
    [InlineData("127.0.0.1:65536", "the port 65536 is too large", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:99999999999999999999", "is too large", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:4294967376", "is too large", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:-1", "the port '-1' is not a number", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:+80", "the port '+80' is not a number", "127.0.0.1:8080")]
    [InlineData("127.0.0.1: 80", "the port ' 80' is not a number", "127.0.0.1:8080")]
    [InlineData("127.0.0.1:http", "the port 'http' is not a number", "127.0.0.1:8080")]
    [InlineData("::1:8080", "needs brackets", "[::1]:8080")]
    [InlineData("fe80::1", "needs brackets", "[::1]:8080")]
    [InlineData("[::1:8080", "the closing ']'", "[::1]:8080")]
    [InlineData("[::1]8080", "'8080' after ']'", "[::1]:8080")]
    [InlineData("[::g]:80", "'::g' in brackets is not an IPv6 address", "[::1]:8080")]
    [InlineData("[127.0.0.1]:80", "in brackets is not an IPv6 address", "[::1]:8080")]
    [InlineData("[::1/64]:80", "a path", "127.0.0.1:8080")]
    [InlineData("[fe80::1%]:80", "the zone after '%' is missing", "[fe80::1%eth0]:8080")]
    [InlineData("256.0.0.1:80", "'256.0.0.1' is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("127.1:80", "'127.1' is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("010.0.0.1:80", "'010.0.0.1' is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("127.0.0.1.:80", "'127.0.0.1.' is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("127.0.0.0x1:80", "is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("1.2.3.4.5.6:80", "is not an IPv4 address", "127.0.0.1:8080")]
    [InlineData("exa mple.com:80", "'exa mple.com' is neither an address nor a host name", "127.0.0.1:8080")]
    [InlineData("-a.example:80", "is neither an address nor a host name", "127.0.0.1:8080")]
    [InlineData("a..example:80", "is neither an address nor a host name", "127.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1:80", "the scheme 'ftp' is not known", "tcp://127.0.0.1:65432")]
    [InlineData("://127.0.0.1:80", "the scheme '' is not known", "tcp://127.0.0.1:65432")]
    [InlineData("http://127.0.0.1:80/index.html", "a path such as '/index.html'", "127.0.0.1:8080")]
    [InlineData("tcp://127.0.0.1:80/", "a path such as '/'", "127.0.0.1:8080")]
    [InlineData("http://127.0.0.1?a", "a path such as '?a'", "127.0.0.1:8080")]
    [InlineData("http://me@127.0.0.1:80", "a user name", "127.0.0.1:8080")]
    [InlineData("unix:", "the path after 'unix:' is missing", "unix:/run/app.sock")]
    [InlineData("unix:@", "the path after 'unix:' is missing", "unix:/run/app.sock")]
    [InlineData("unix:/a\0b", "NUL", "unix:/run/app.sock")]
    [InlineData("udp://unix:/run/app.sock", "udp:// does not go with a Unix socket", "unix:/run/app.sock")]
    [InlineData("http://unix", "begins the path of a Unix socket", "unix:/run/app.sock")]
    [InlineData("https://Unix/", "begins the path of a Unix socket", "unix:/run/app.sock")]
    public void Refuses_a_bad_address_naming_the_part_and_showing_a_good_one(string text, string part, string example)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => EndpointAddress.Parse(text));
        Assert.Contains(part, refusal.Message);
        Assert.Contains(example, refusal.Message);
        Assert.StartsWith($"'{text}' is not an address: ", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);

        Assert.False(EndpointAddress.TryParse(text, EndpointScheme.Tcp, out EndpointAddress? none, out string? error));
        Assert.Null(none);
        Assert.Equal(refusal.Message, error);
    }

    [Fact]
    public void A_socket_path_may_be_as_long_as_the_system_has_room_for_and_no_longer()
    {
        int longest = OperatingSystem.IsLinux() ? 107 : 103;
        Assert.True(EndpointAddress.Parse("unix:/" + new string('a', longest - 1)).IsUnix);
        FormatException refusal =
            Assert.Throws<FormatException>(() => EndpointAddress.Parse("unix:/" + new string('a', longest)));
        Assert.Contains($"{longest + 1} bytes", refusal.Message);
    }

    [Fact]
    [Rfc("1035", "2.3.4")]
    public void A_host_name_ends_at_253_characters_and_a_label_at_63()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('a', 61)}";
        Assert.Equal(longest, EndpointAddress.Parse(longest + ":80").Host);
        Assert.Throws<FormatException>(() => EndpointAddress.Parse("b" + longest + ":80"));
        Assert.Throws<FormatException>(() => EndpointAddress.Parse("a" + label + ".example:80"));
    }

    [Theory]
    [InlineData("example.com:80", "'example.com' is a name")]
    [InlineData("udp://127.0.0.1:80", "UDP")]
    [InlineData("unix:/tmp/a.sock", "not a TCP address")]
    [InlineData("http://127.0.0.1:80", "not a TCP address")]
    [InlineData("https://127.0.0.1:80", "not a TCP address")]
    public void A_TCP_server_refuses_what_it_cannot_listen_on(string text, string part)
    {
        FormatException refusal =
            Assert.Throws<FormatException>(() => new TcpServer(text, EchoServing.EchoAsync));
        Assert.Contains(part, refusal.Message);
        Assert.Contains("127.0.0.1:", refusal.Message);
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("http://unix:/tmp/a.sock")]
    public void A_Unix_server_refuses_what_is_no_Unix_socket(string text)
    {
        FormatException refusal =
            Assert.Throws<FormatException>(() => new UnixServer(text, EchoServing.EchoAsync));
        Assert.Contains("unix:/run/app.sock", refusal.Message);
    }
}
