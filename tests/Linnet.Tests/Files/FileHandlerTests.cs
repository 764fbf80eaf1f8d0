// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class FileHandlerTests : IDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task A_file_comes_with_what_a_browser_needs_to_know()
    {
        string file = _scratch.Write("site/style.css", "body{}");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 2, 29, 12, 30, 15, 678, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        RawResponse response = await serving.GetAsync("/style.css");

        Assert.Equal(200, response.Status);
        Assert.Equal("body{}", response.Text);
        Assert.Equal("6", response["Content-Length"]);
        Assert.Equal("text/css; charset=utf-8", response["Content-Type"]);
        Assert.Equal("Thu, 29 Feb 2024 12:30:15 GMT", response["Last-Modified"]);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Single(response.Headers["Date"]);
    }

    [Fact]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_has_the_fields_of_GET_and_no_body()
    {
        _scratch.Write("site/page.html", new string('x', 100_000));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        RawResponse get = await serving.GetAsync("/page.html");
        RawResponse head = await serving.SendAsync("HEAD", "/page.html");

        Assert.Equal(100_000, get.Body.Length);
        Assert.Empty(head.Body);
        Assert.Equal("100000", head["Content-Length"]);
        Assert.Equal(Fields(get), Fields(head));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(65_536)]
    [InlineData(5_000_001)]
    public async Task Every_byte_of_a_file_arrives(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(_scratch.Site, "data.bin"), content, Cancelled);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        using HttpClient client = Carriage.NewHttpClient();

        for (int repeat = 0; repeat < 3; repeat++)
        {
            Assert.Equal(content, await client.GetByteArrayAsync(new Uri(serving.Address, "data.bin"), Cancelled));
        }
    }

    [Fact]
    public async Task A_folder_with_an_index_is_its_index()
    {
        _scratch.Write("site/index.html", "top");
        _scratch.Write("site/a b/index.html", "below");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        Assert.Equal("top", (await serving.GetAsync("/")).Text);
        RawResponse below = await serving.GetAsync("/a%20b/");
        Assert.Equal("below", below.Text);
        Assert.Equal("text/html; charset=utf-8", below["Content-Type"]);
        Assert.Equal("below", (await serving.GetAsync("/a%20b/index.html")).Text);
    }

    [Fact]
    [Attack("ST-10")]
    public async Task A_folder_without_an_index_is_not_found_unless_listing_is_on()
    {
        _scratch.Write("site/folder/page.html");
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "odd/index.html"));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        await using FileServing listing = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { ListFolders = true });

        foreach (string target in (string[])["/", "/folder/", "/odd/"])
        {
            Assert.Equal(404, (await serving.GetAsync(target)).Status);
            Assert.Equal(200, (await listing.GetAsync(target)).Status);
        }

        Assert.Equal(404, (await listing.GetAsync("/missing/")).Status);
        Assert.Equal(404, (await listing.GetAsync("/folder/page.html/")).Status);
    }

    [Theory]
    [InlineData("/files/page.html", 200, null)]
    [InlineData("/%66iles/./page.html", 200, null)]
    [InlineData("/files/sub/", 200, null)]
    [InlineData("/files", 301, "/files/")]
    [InlineData("/files/sub", 301, "/files/sub/")]
    [InlineData("/page.html", 404, null)]
    [InlineData("/filespage.html", 404, null)]
    [InlineData("/files/../page.html", 404, null)]
    [InlineData("/files/%2e%2e/secret", 404, null)]
    [InlineData("/files/files/page.html", 404, null)]
    [InlineData("/", 404, null)]
    public async Task A_mounted_folder_answers_below_its_prefix_and_nowhere_else(string target, int status, string? location)
    {
        _scratch.Write("site/page.html");
        _scratch.Write("site/sub/page.html");
        _scratch.Write("secret");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { Prefix = "/files", ListFolders = true });

        RawResponse response = await serving.GetAsync(target);
        Assert.Equal(status, response.Status);
        Assert.Equal(location, location is null ? null : response["Location"]);
    }

    [Theory]
    [InlineData("files")]
    [InlineData("/")]
    [InlineData("/files/")]
    [InlineData("/a//b")]
    [InlineData("/a%00")]
    public void A_prefix_that_is_no_path_is_refused_by_name(string prefix)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new FileHandler(_scratch.Site, new FileHandlerOptions { Prefix = prefix }));
        Assert.Contains(prefix, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("ST-10")]
    public async Task A_pipe_in_the_root_makes_nobody_wait()
    {
        _scratch.Pipe("site/pipe");
        _scratch.Pipe("site/index.html");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        Assert.Equal(404, (await serving.GetAsync("/pipe")).Status);
        Assert.Equal(404, (await serving.GetAsync("/")).Status);
    }

    [Theory]
    [Attack("ST-17")]
    [InlineData("/docs", "/docs/")]
    [InlineData("/docs?a=b&c=//d", "/docs/?a=b&c=//d")]
    [InlineData("/docs?", "/docs/")]
    [InlineData("/./docs/../docs", "/docs/")]
    [InlineData("/%64ocs", "/docs/")]
    [InlineData("/docs/gr%c3%bcn%20%26", "/docs/gr%C3%BCn%20%26/")]
    [InlineData("/docs/50%25", "/docs/50%25/")]
    [InlineData("/@evil.example", "/@evil.example/")]
    [InlineData("/evil.example:80", "/evil.example%3A80/")]
    public async Task A_folder_without_its_slash_redirects_to_itself(string target, string location)
    {
        foreach (string folder in (string[])["docs/grün &", "docs/50%", "@evil.example", "evil.example:80"])
        {
            Directory.CreateDirectory(Path.Combine(_scratch.Site, folder));
        }

        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        foreach (string method in (string[])["GET", "HEAD"])
        {
            RawResponse response = await serving.SendAsync(method, target);
            Assert.Equal(301, response.Status);
            Assert.Equal(location, response["Location"]);
            Assert.Equal("no-cache", response["Cache-Control"]);
        }
    }

    [Theory]
    [Attack("ST-17")]
    [InlineData("//evil.example/..", 404)]
    [InlineData("//evil.example/%2e%2e", 404)]
    [InlineData("//docs", 404)]
    [InlineData("/%2fevil.example/..", 400)]
    [InlineData("/%5cevil.example/..", 400)]
    [InlineData("/\\evil.example/..", 400)]
    [InlineData("http://localhost//docs", 404)]
    public async Task No_redirect_names_another_host(string target, int status)
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "docs"));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        RawResponse response = await serving.GetAsync(Carriage.Here(target));

        Assert.Equal(status, response.Status);
        Assert.Empty(response.Headers["Location"]);
    }

    [Theory]
    [Attack("ST-11")]
    [Rfc("9110", "15.5.6")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    [InlineData("MKCOL")]
    [InlineData("PROPFIND")]
    [InlineData("PROPPATCH")]
    [InlineData("LOCK")]
    [InlineData("UNLOCK")]
    public async Task Methods_that_write_are_not_allowed_and_write_nothing(string method)
    {
        string file = _scratch.Write("site/page.html", "before");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        RawResponse response = await serving.SendAsync(
            method, "/page.html", "Content-Length: 0\r\nDestination: http://localhost/copy.html\r\n");

        Assert.Equal(405, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response["Allow"]);
        Assert.Equal(["page.html"], Directory.EnumerateFileSystemEntries(_scratch.Site).Select(Path.GetFileName));
        Assert.Equal("before", await File.ReadAllTextAsync(file, Cancelled));
    }

    [Fact]
    [Attack("ST-11")]
    public async Task A_root_with_or_without_a_slash_at_its_end_is_the_same_root()
    {
        _scratch.Write("site/page.html");
        _scratch.Write("site-leak/secret.txt", "SECRET");
        _scratch.Write("sitepage.html", "SECRET");
        foreach (string end in (string[])["", "/", "//", "/."])
        {
            await using FileServing serving = await FileServing.StartAsync(_scratch.Site + end);
            Assert.Equal("inside", (await serving.GetAsync("/page.html")).Text);
            Assert.Equal(404, (await serving.GetAsync("/-leak/secret.txt")).Status);
            Assert.Equal(400, (await serving.GetAsync("/../site-leak/secret.txt")).Status);
            Assert.Equal(404, (await serving.GetAsync("/sitepage.html")).Status);
        }
    }

    [Fact]
    [Rfc("9110", "9.3.7")]
    public async Task OPTIONS_says_what_is_allowed()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        RawResponse response = await serving.SendAsync("OPTIONS", "/anything");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response["Allow"]);
        Assert.Empty(response.Body);
    }

    [Fact]
    [Rfc("9110", "15.6.2")]
    public async Task A_method_nobody_knows_is_not_implemented()
    {
        _scratch.Write("site/page.html");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        Assert.Equal(501, (await serving.SendAsync("FROBNICATE", "/page.html")).Status);
        Assert.Equal(501, (await serving.SendAsync("get", "/page.html")).Status);
    }

    [Fact]
    [Attack("ST-09")]
    public async Task Hidden_names_are_served_when_allowed()
    {
        _scratch.Write("site/.git/config", "config");
        _scratch.Write("site/page.html~", "backup");
        _scratch.Write("site/.well-known/security.txt", "contact");
        await using FileServing closed = await FileServing.StartAsync(_scratch.Site);
        await using FileServing open = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { ServeHidden = true });

        Assert.Equal(404, (await closed.GetAsync("/.git/config")).Status);
        Assert.Equal(404, (await closed.GetAsync("/.git")).Status);
        Assert.Equal(404, (await closed.GetAsync("/page.html~")).Status);
        Assert.Equal("contact", (await closed.GetAsync("/.well-known/security.txt")).Text);
        Assert.Equal("config", (await open.GetAsync("/.git/config")).Text);
        Assert.Equal("backup", (await open.GetAsync("/page.html~")).Text);
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/<script>alert(1)</script>")]
    [InlineData("/%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/a%00b")]
    [InlineData("/%zz")]
    public async Task A_refusal_repeats_nothing_of_the_request(string target)
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        RawResponse response = await serving.GetAsync(target);
        Assert.Contains(response.Status, (int[])[400, 404]);
        Assert.DoesNotContain("script", response.Text, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("text/plain", response["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_path_is_worked_on_like_a_short_one()
    {
        string folder = string.Join('/', Enumerable.Repeat(new string('d', 200), 10));
        _scratch.Write($"site/{folder}/page.html", "deep");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        Assert.Equal("deep", (await serving.GetAsync($"/{folder}/page.html")).Text);
        Assert.Equal($"/{folder}/", (await serving.GetAsync($"/{folder}"))["Location"]);
        Assert.Equal(404, (await serving.GetAsync($"/{folder}/{new string('n', 4000)}")).Status);
    }

    public void Dispose() => _scratch.Dispose();

    private static string[] Fields(RawResponse response) =>
        [.. response.Headers.Where(field => field.Key != "Date").SelectMany(field => field, (field, value) =>
            $"{field.Key}: {value}")];
}
