// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class ServeCommandTests
{
    private const string FreePort = "http://127.0.0.1:0";

    [Fact]
    public async Task Every_file_of_a_folder_arrives_byte_for_byte()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, byte[]> files = Fill(folder);
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "--listen", FreePort);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };

        foreach ((string name, byte[] content) in files)
        {
            Assert.Equal(content, await client.GetByteArrayAsync(new Uri(Escape(name), UriKind.Relative)));
        }
    }

    [Fact]
    public async Task One_file_is_served_at_the_root()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("talk.txt", "hello"u8);
        folder.Write("secret.txt", "no"u8);
        await using CommandRun run = CommandRun.Start("serve", path, "-l", FreePort);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };

        Assert.Equal("hello", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        using HttpResponseMessage other = await client.GetAsync(new Uri("/secret.txt", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_folder_without_an_index_is_listed()
    {
        using TemporaryFolder folder = new();
        folder.Write("a & b.txt", "hello"u8);
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-l", FreePort);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };

        Assert.Contains("a &amp; b.txt", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
    }

    [Fact]
    public async Task The_banner_says_what_is_served_and_where()
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.Start(
            "serve", folder.Path, "-l", FreePort, "-l", "http://[::1]:0", "-l", "http://localhost:0");

        IReadOnlyList<string> banner = await BannerReader.ReadBannerAsync(run.ReadLineAsync);

        Assert.True(banner.Count <= 5, string.Join('\n', banner));
        Assert.Equal($"Linnet {Product.Version} serves {folder.Path}", banner[0]);
        Assert.Matches(@"^  http://127\.0\.0\.1:[1-9][0-9]*/$", banner[1]);
        Assert.Matches(@"^  http://\[::1\]:[1-9][0-9]*/$", banner[2]);
        Assert.Equal("  and 2 more", banner[3]);
        Assert.Equal("Ctrl+C stops it.", banner[4]);
    }

    [Fact]
    public async Task Being_stopped_is_success()
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-l", FreePort);
        await BannerReader.ReadBannerAsync(run.ReadLineAsync);

        await run.StopAsync();
        (int code, string output) = await run.FinishAsync();

        Assert.Equal(ExitCode.Done, code);
        Assert.Matches("^0 requests, 0 B sent, in [0-9.]+ s\\.\r?\n$", output);
        Assert.Equal("", run.ErrorText);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        using TemporaryFolder folder = new();
        string missing = Path.Combine(folder.Path, "not here");
        await using CommandRun run = CommandRun.Start("serve", missing, "-l", FreePort);

        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        Assert.Equal(
            $"linnet: There is no file or folder '{missing}'. Name one that is there, or none to serve the folder you are in.",
            OnlyLine(run.ErrorText));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_read_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user may read everything.");
        using TemporaryFolder folder = new();
        string locked = folder.Lock("locked");
        await using CommandRun run = CommandRun.Start("serve", locked, "-l", FreePort);

        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        Assert.Contains($"'{locked}' may not be read", OnlyLine(run.ErrorText));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        string address = $"http://{taken.LocalEndPoint}";
        await using CommandRun run = CommandRun.Start("serve", Path.GetTempPath(), "-l", address);

        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        string line = OnlyLine(run.ErrorText);
        Assert.Contains(address, line);
        Assert.Contains("in use", line);
    }

    [Theory]
    [InlineData("serve", "--listen", "http://127.0.0.1:99999")]
    [InlineData("serve", "--listen", "udp://127.0.0.1:0")]
    [InlineData("serve", "--lisen", "http://127.0.0.1:0")]
    [InlineData("serve", "one", "two")]
    [InlineData("--listen", "what is this")]
    public async Task Wrong_usage_is_told_in_one_line(params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(arguments);

        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.StartsWith("linnet: ", OnlyLine(run.ErrorText));
    }

    [Fact]
    public async Task Linnet_alone_shows_the_welcome_site()
    {
        await using CommandRun run = CommandRun.Start("--listen", FreePort);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };

        string text = await client.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.Contains("Your request, layer by layer:", text);
        Assert.Matches("^[0-9:]{8}  200  GET /  [0-9.]+ k?B  [0-9.]+ ms$", await run.ReadLineAsync());
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string OnlyLine(string text) => Assert.Single(text.TrimEnd('\n').Split('\n')).TrimEnd('\r');

    private static Dictionary<string, byte[]> Fill(TemporaryFolder folder)
    {
        Random random = new(65432);
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        string[] names = ["a.txt", "b c.html", "d/e/f.bin", "h\u00E9.css", "100%.js", "q&#.svg", "index.html"];

        foreach (string name in names)
        {
            byte[] content = new byte[random.Next(0, 300_000)];
            random.NextBytes(content);
            folder.Write(name, content);
            files[name] = content;
        }

        return files;
    }
}
