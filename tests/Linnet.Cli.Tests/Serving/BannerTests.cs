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

        string[] banner = [.. Banner.Lines("serves /site", endPoints, ServerPlan.Read(new SettingValues(ServerSettings.OfServe)))];

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
        Assert.Equal(shown, Banner.Address(new IPEndPoint(IPAddress.Parse(address), 80)));
    }

    [Fact]
    public void A_Unix_socket_is_shown_by_its_name()
    {
        Assert.Equal("unix:/tmp/a.sock", Banner.Address(new UnixDomainSocketEndPoint("/tmp/a.sock")));
    }
}
