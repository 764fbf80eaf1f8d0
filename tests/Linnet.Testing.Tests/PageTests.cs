// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Testing.Tests;

/// <summary>What docs/testing.md shows is what runs here, to the letter.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void The_page_shows_parts_of_these_tests()
    {
        string root = Root();
        string folder = Path.Combine(root, "tests", "Linnet.Testing.Tests");
        string sources = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText).Select(Unindented));
        string page = File.ReadAllText(Path.Combine(root, "docs", "testing.md"));
        string readme = File.ReadAllText(Path.Combine(root, "src", "Linnet.Testing", "README.md"));
        string[] shown = [.. Block().Matches(page + readme).Select(match => Unindented(match.Groups["code"].Value))];

        Assert.True(shown.Length >= 5);
        Assert.All(shown, block => Assert.Contains(block, sources, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_lines_work_as_they_stand()
    {
        await using HttpServer server = new([]);
        server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");
        await server.StartAsync();

        using HttpClient client = server.CreateClient();
        Assert.Equal("Hello, Ada!", await client.GetStringAsync("/hello/Ada"));
    }

    [Fact]
    public async Task A_client_asks_the_shop()
    {
        await using HttpServer server = Shop.Create([], new HttpServerOptions());
        await server.StartAsync();

        using HttpClient client = server.CreateClient();
        Assert.Equal("order 7", await client.GetStringAsync("/orders/7"));
    }

    [Fact]
    public async Task Raw_bytes_reach_the_shop()
    {
        await using HttpServer server = Shop.Create([], new HttpServerOptions());
        await server.StartAsync();

        await using RawClient client = await server.ConnectAsync();
        await client.SendAsync("POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nse");
        await client.SendAsync("eds");
        Assert.Equal(201, (await client.ReceiveAsync()).Status);

        Assert.Equal(400, (await client.AskAsync("GET / HTTP/1.1\r\nHost: shop\r\nHost: bank\r\n\r\n")).Status);
        Assert.True(await client.WaitForEndAsync());
    }

    [Fact]
    public async Task An_idle_client_of_the_shop_is_closed()
    {
        VirtualTime time = new();
        await using HttpServer server = Shop.Create([], new HttpServerOptions { TimeProvider = time });
        await server.StartAsync();

        await using RawClient client = await server.ConnectAsync();
        Assert.Equal("order 7", (await client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n")).Text);
        Task<bool> end = client.WaitForEndAsync();
        await time.AdvanceUntilAsync(end);
        Assert.True(await end);
    }

    [Fact]
    public async Task A_thousand_servers_take_no_time()
    {
        long before = Environment.TickCount64;
        for (int round = 0; round < 1000; round++)
        {
            await using HttpServer server = Shop.Create([], new HttpServerOptions());
            await server.StartAsync();
            await using RawClient client = await server.ConnectAsync();
            Assert.Equal(200, (await client.AskAsync("GET /orders/7 HTTP/1.1\r\nHost: shop\r\n\r\n")).Status);
            Assert.Empty(server.BoundEndPoints);
        }

        TestContext.Current.SendDiagnosticMessage($"1000 servers in {Environment.TickCount64 - before} ms");
    }

    private static string Unindented(string code) =>
        string.Concat(code.TrimEnd().Split('\n').Select(line => line.Trim() + "\n"));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Linnet.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests do not run in their repository.");
    }

    [GeneratedRegex("^```cs\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
