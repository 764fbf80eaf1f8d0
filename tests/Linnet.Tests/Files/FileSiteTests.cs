// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>What a site asks of a handler beyond files under their names.</summary>
public sealed class FileSiteTests : IDisposable
{
    private const string Html = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n";

    private readonly ScratchFolder _scratch = new();

    [Theory]
    [InlineData("/about", 200, "about")]
    [InlineData("/about.html", 200, "about")]
    [InlineData("/both", 200, "file")]
    [InlineData("/docs", 200, "docs page")]
    [InlineData("/docs/", 200, "docs index")]
    [InlineData("/empty", 301, null)]
    [InlineData("/missing", 404, null)]
    [InlineData("/about/", 404, null)]
    [InlineData("/.env", 404, null)]
    public async Task An_extension_may_be_left_out(string target, int status, string? text)
    {
        _scratch.Write("site/about.html", "about");
        _scratch.Write("site/both", "file");
        _scratch.Write("site/both.html", "page");
        _scratch.Write("site/docs.html", "docs page");
        _scratch.Write("site/docs/index.html", "docs index");
        _scratch.Write("site/.env.html", "SECRET");
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "empty"));
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { Extensions = [".htm", ".html"] });
        RawResponse response = await serving.GetAsync(target);
        Assert.Equal(status, response.Status);
        if (text is not null)
        {
            Assert.Equal(text, response.Text);
            Assert.Empty(response.Headers["Location"]);
        }
    }

    [Fact]
    public async Task The_first_index_that_is_there_stands_for_its_folder()
    {
        _scratch.Write("site/default.htm", "one");
        _scratch.Write("site/sub/index.txt", "two");
        _scratch.Write("site/other/index.html", "not named");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { IndexNames = ["default.htm", "index.txt"] });
        Assert.Equal("one", (await serving.GetAsync("/")).Text);
        RawResponse sub = await serving.GetAsync("/sub/");
        Assert.Equal("two", sub.Text);
        Assert.Equal("text/plain; charset=utf-8", sub["Content-Type"]);
        Assert.Equal(404, (await serving.GetAsync("/other/")).Status);
    }

    [Theory]
    [InlineData("/users/42", "", 200)]
    [InlineData("/users/", "", 200)]
    [InlineData("/users/john.doe", Html, 200)]
    [InlineData("/users/john.doe", "", 404)]
    [InlineData("/assets/missing.js", "Accept: */*\r\n", 404)]
    [InlineData("/assets/missing.png", "Accept: image/avif,image/webp,*/*;q=0.8\r\n", 404)]
    [InlineData("/.env", Html, 404)]
    [InlineData("/a%00", Html, 400)]
    public async Task One_page_stands_for_every_page_and_for_nothing_else(string target, string fields, int status)
    {
        _scratch.Write("site/index.html", "application");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { Fallback = "/index.html", CacheControl = "max-age=60" });
        RawResponse response = await serving.GetAsync(target, fields);
        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200, response.Text == "application");
        Assert.Equal(status == 200 ? ["no-cache"] : [], response.Headers["Cache-Control"]);
        if (status == 200)
        {
            Assert.Equal(304, (await serving.GetAsync(target, $"{fields}If-None-Match: {response["ETag"]}\r\n")).Status);
        }
    }

    [Fact]
    [Rfc("9110", "13.2.1")]
    public async Task A_page_of_the_sites_own_says_that_there_is_nothing()
    {
        _scratch.Write("site/404.html", "nothing here");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { NotFoundPage = "404.html", CacheControl = "max-age=60" });
        foreach (string fields in (string[])["", "If-None-Match: *\r\n", "If-Match: \"x\"\r\n", "Range: bytes=0-1\r\n"])
        {
            // A name that is not served is not told from one that is not there.
            RawResponse hidden = await serving.GetAsync("/.env", fields);
            Assert.Equal("nothing here", hidden.Text);
            RawResponse response = await serving.GetAsync("/missing", fields);
            Assert.Equal(404, response.Status);
            Assert.Equal("nothing here", response.Text);
            Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
            Assert.Empty(response.Headers["Cache-Control"]);
            Assert.Empty(response.Headers["ETag"]);
        }

        Assert.Empty((await serving.SendAsync("HEAD", "/missing")).Body);
        File.Delete(Path.Combine(_scratch.Site, "404.html"));
        Assert.Equal("404 Not Found\n", (await serving.GetAsync("/missing")).Text);
    }

    [Theory]
    [Attack("ST-07")]
    [Attack("ST-10")]
    [InlineData("index.html")]
    [InlineData("about.html")]
    [InlineData("404.html")]
    public async Task No_name_that_is_tried_is_a_way_out(string name)
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Link($"site/{name}", "../secret");
        _scratch.Write("site/sub/page", "inside");
        _scratch.Pipe($"site/sub/{name}");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, new FileHandlerOptions
        {
            Extensions = [".html"],
            Fallback = "index.html",
            NotFoundPage = "404.html",
        });
        foreach (string target in (string[])["/", "/about", "/404", "/sub/", "/sub/about", "/missing"])
        {
            RawResponse response = await serving.GetAsync(target, Html);
            Assert.Equal(404, response.Status);
            Assert.DoesNotContain("SECRET", response.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("app.3f2a9c1b.js", true)]
    [InlineData("index-B7pX2kQd.css", true)]
    [InlineData("app.3f2a9c1b.js.map", true)]
    [InlineData("chunk-vendors.4f0e1a2b3c4d5e6f.js", true)]
    [InlineData("app.js", false)]
    [InlineData("report-20240229.pdf", false)]
    [InlineData("jquery-3.7.1.min.js", false)]
    [InlineData("my-component.js", false)]
    [InlineData("a1b2c3d4.js", false)]
    [InlineData("app.3f2a9c1.js", false)]
    [InlineData("app.3f2a9c1b", false)]
    [InlineData(".3f2a9c1b.js", false)]
    public async Task Names_with_a_hash_are_kept_for_good_and_others_as_told(string name, bool isKept)
    {
        Assert.Equal(isKept, HashedName.Is(Encoding.UTF8.GetBytes($"some.folder-1a2b3c4d/{name}")));
        _scratch.Write($"site/{name}");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { CacheHashedNames = true, CacheControl = "no-cache", ServeHidden = true });
        RawResponse response = await serving.GetAsync($"/{name}");
        Assert.Equal(isKept ? "public, max-age=31536000, immutable" : "no-cache", response["Cache-Control"]);
        RawResponse copy = await serving.GetAsync($"/{name}", "If-None-Match: *\r\n");
        Assert.Equal(304, copy.Status);
        Assert.Equal(response["Cache-Control"], copy["Cache-Control"]);
    }

    [Fact]
    [Attack("ST-11")]
    public async Task Several_roots_are_one()
    {
        _scratch.Write("over/page", "over");
        _scratch.Write("over/index.html", "over index");
        _scratch.Write("site/page", "under");
        _scratch.Write("site/other", "under");
        _scratch.Write("secret", "SECRET");
        _scratch.Link("over/secret", "../secret");
        using FileHandler handler = new(
            [Path.Combine(_scratch.Top, "over"), _scratch.Site], new FileHandlerOptions { Prefix = "/f" });
        await using FileServing serving = await FileServing.StartAsync(handler);
        Assert.Equal("over", (await serving.GetAsync("/f/page")).Text);
        Assert.Equal("under", (await serving.GetAsync("/f/other")).Text);
        Assert.Equal("over index", (await serving.GetAsync("/f/")).Text);
        Assert.Equal(404, (await serving.GetAsync("/f/secret")).Status);
        Assert.Equal(400, (await serving.GetAsync("/f/../../secret")).Status);
        Assert.Throws<ArgumentException>(static () => new FileHandler([]));
        Assert.Throws<FileNotFoundException>(() => new FileHandler(Path.Combine(_scratch.Top, "missing")));
        Assert.Throws<DirectoryNotFoundException>(
            () => new FileHandler([_scratch.Site, Path.Combine(_scratch.Top, "missing")]));
    }

    [Theory]
    [InlineData("/index.html/")]
    [InlineData("../index.html")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Names_that_the_program_gives_are_checked(string path)
    {
        Assert.Throws<ArgumentException>(() => new FileHandlerOptions { Fallback = path });
        Assert.Throws<ArgumentException>(() => new FileHandlerOptions { NotFoundPage = path });
        Assert.Throws<ArgumentException>(() => new FileHandlerOptions { IndexNames = [path] });
        Assert.Throws<ArgumentException>(() => new FileHandlerOptions { Extensions = [path] });
        Assert.Throws<ArgumentException>(static () => new FileHandlerOptions { Extensions = ["html"] });
        Assert.Throws<ArgumentException>(static () => new FileHandlerOptions { CacheControl = "a\r\nb" });
    }

    public void Dispose() => _scratch.Dispose();
}
