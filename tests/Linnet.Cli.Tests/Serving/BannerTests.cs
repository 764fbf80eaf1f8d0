// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Net;
using System.Net.Sockets;

using Linnet.Cli.Serving;
using Linnet.Cli.Settings;
using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class BannerTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    [InlineData(100, 5)]
    public void A_banner_has_five_lines_at_most(int addresses, int lines)
    {
        EndPoint[] endPoints = [.. Enumerable.Range(1, addresses).Select(port => new IPEndPoint(IPAddress.Loopback, port))];

        string[] banner = [.. Of(endPoints).Lines("serves /site")];

        Assert.Equal(lines, banner.Length);
        Assert.Equal("  http://127.0.0.1:1/", banner[1]);
        Assert.Equal(addresses > 3, banner[3..].Contains($"  and {addresses - 2} more"));
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:80/")]
    [InlineData("::1", "http://[::1]:80/")]
    [InlineData("0.0.0.0", "http://localhost:80/ and every other address of this machine")]
    [InlineData("::", "http://localhost:80/ and every other address of this machine")]
    public void An_address_can_be_clicked_on(string address, string shown)
    {
        Assert.Equal($"  {shown}", Of(new IPEndPoint(IPAddress.Parse(address), 80)).Lines("").ElementAt(1));
    }

    [Fact]
    public void On_a_network_every_address_by_which_others_come_is_shown()
    {
        Banner banner = new(Plan(), [new IPEndPoint(IPAddress.IPv6Any, 80)], [IPAddress.Parse("192.168.1.7"), IPAddress.Parse("fd00::7")]);

        Assert.Equal(
            ["  http://localhost:80/", "  http://192.168.1.7:80/", "  http://[fd00::7]:80/", "Ctrl+C stops it."],
            banner.Lines("").Skip(1));
        Assert.Equal("http://192.168.1.7/", banner.Remote?.ToString());
        Assert.Equal("http://localhost/", banner.Local?.ToString());
    }

    [Fact]
    public void A_Unix_socket_is_shown_by_its_name()
    {
        Banner banner = Of(new UnixDomainSocketEndPoint("/tmp/a.sock"));
        Assert.Equal("  unix:/tmp/a.sock", banner.Lines("").ElementAt(1));
        Assert.Null(banner.Local);
        Assert.Null(banner.Remote);
    }

    private static Banner Of(params EndPoint[] endPoints) => new(Plan(), endPoints, []);

    private static ServerPlan Plan() => ServerPlan.Read(new SettingValues(ServerSettings.OfServe));
}
