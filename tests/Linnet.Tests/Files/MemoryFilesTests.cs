// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Files that are in no folder.</summary>
public sealed class MemoryFilesTests
{
    [Fact]
    [Rfc("9110", "8.8.1")]
    public async Task A_file_in_memory_is_served_like_one_in_a_folder()
    {
        MemoryFiles files = new();
        files.Add("index.html", "home");
        files.Add("css/größe.css", "0123456789", new DateTimeOffset(2024, 2, 29, 12, 30, 15, 500, TimeSpan.Zero));
        files.Add("a.js.br", new byte[] { 1, 2, 3 });
        await using FileServing serving = await FileServing.StartAsync(
            new FileHandler(files, new FileHandlerOptions { Precompressed = true, ListFolders = true, Fallback = "index.html" }));

        RawResponse home = await serving.GetAsync("/");
        Assert.Equal("home", home.Text);
        Assert.Equal("text/html; charset=utf-8", home["Content-Type"]);
        Assert.StartsWith("\"", home["ETag"], StringComparison.Ordinal);
        Assert.Empty(home.Headers["Last-Modified"]);
        Assert.Equal(304, (await serving.GetAsync("/", $"If-None-Match: {home["ETag"]}\r\n")).Status);

        RawResponse part = await serving.GetAsync("/css/gr%C3%B6%C3%9Fe.css", "Range: bytes=2-4\r\n");
        Assert.Equal(206, part.Status);
        Assert.Equal("234", part.Text);
        Assert.Equal("Thu, 29 Feb 2024 12:30:15 GMT", part["Last-Modified"]);

        Assert.Equal("br", (await serving.GetAsync("/a.js", "Accept-Encoding: br\r\n"))["Content-Encoding"]);
        Assert.Equal(301, (await serving.GetAsync("/css")).Status);
        Assert.Equal("home", (await serving.GetAsync("/css/")).Text);
        Assert.Equal(404, (await serving.GetAsync("/missing.txt")).Status);
        Assert.Equal("", (await serving.SendAsync("HEAD", "/")).Text);
        Assert.Equal(405, (await serving.SendAsync("PUT", "/index.html")).Status);
        Assert.Equal("home", (await serving.GetAsync($"/{new string('x', 3000)}")).Text);
    }

    [Fact]
    [Rfc("9110", "8.8.1")]
    public async Task The_tag_is_that_of_the_content_and_of_nothing_else()
    {
        string first = await TagOfAsync("one");
        Assert.Equal(first, await TagOfAsync("one"));
        Assert.NotEqual(first, await TagOfAsync("two"));
    }

    [Fact]
    public async Task What_is_compiled_into_an_assembly_is_served()
    {
        var files = MemoryFiles.FromResources(typeof(MemoryFilesTests).Assembly, "site/");
        Assert.Equal(2, files.Count);
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(files));
        Assert.Equal("Served from an assembly.\n", (await serving.GetAsync("/")).Text.ReplaceLineEndings("\n"));
        Assert.Equal("body {}\n", (await serving.GetAsync("/css/site.css")).Text.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/../b")]
    [InlineData("")]
    public void A_path_that_is_none_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => new MemoryFiles().Add(path, "content"));

    private static async Task<string> TagOfAsync(string content)
    {
        MemoryFiles files = new();
        files.Add("a", Encoding.UTF8.GetBytes(content));
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(files));
        return (await serving.GetAsync("/a"))["ETag"];
    }
}
