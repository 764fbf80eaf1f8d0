// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

using Linnet.Cli.Serving;
using Linnet.Conformance;
using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class AllowedHostsTests
{
    [Theory]
    [Attack("HD-06")]
    [InlineData("http://127.0.0.1:65432")]
    [InlineData("localhost:8080")]
    [InlineData("http://[::1]:0")]
    [InlineData("127.0.0.2:80")]
    public void On_loopback_only_the_names_of_loopback_are_answered_for(string address)
    {
        IReadOnlyList<string> hosts = AllowedHosts.For([address], []);

        Assert.Contains("localhost", hosts);
        Assert.Contains("127.0.0.1", hosts);
        Assert.Contains("[::1]", hosts);
        Assert.DoesNotContain("example.com", hosts);
    }

    [Theory]
    [InlineData("http://*:8080")]
    [InlineData("0.0.0.0:80")]
    [InlineData("192.168.1.2:80")]
    [InlineData("unix:/tmp/a.sock")]
    public void Elsewhere_every_name_is_answered_for_unless_some_are_given(string address)
    {
        Assert.Empty(AllowedHosts.For(["127.0.0.1:80", address], []));
        Assert.Equal(["example.com"], AllowedHosts.For(["127.0.0.1:80", address], ["example.com"]));
    }

    [Fact]
    public void Names_that_are_given_are_added_on_loopback()
    {
        Assert.Contains("example.com", AllowedHosts.For(["127.0.0.1:80"], ["example.com"]));
        Assert.Contains("127.0.0.2", AllowedHosts.For(["127.0.0.2:80"], []));
    }

    [Theory]
    [Attack("HD-06")]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("site.example", HttpStatusCode.OK)]
    [InlineData("LOCALHOST", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task A_page_with_a_name_of_its_own_cannot_read_what_is_served(string host, HttpStatusCode expected)
    {
        using TemporaryFolder folder = new();
        folder.Write("private.txt", "mine"u8);
        await using CommandRun run = CommandRun.Start(
            "serve", folder.Path, "-l", "http://127.0.0.1:0", "--host", "site.example");
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("private.txt", UriKind.Relative));
        request.Headers.Host = host;

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        string log = await run.ReadLineAsync() ?? "";
        Assert.Contains($"  {(int)expected}  ", log);
    }

    [Fact]
    public async Task A_host_that_is_none_is_wrong_usage()
    {
        await using CommandRun run = CommandRun.Start("-l", "http://127.0.0.1:0", "--host", "a..b");

        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Contains("'a..b'", run.ErrorText);
    }
}
