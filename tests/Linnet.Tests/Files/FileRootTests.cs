// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>What an operator may name as the root, and what happens when it changes underneath.</summary>
public sealed class FileRootTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_single_file_is_served_at_the_root_and_nowhere_else()
    {
        string file = _scratch.Write("site/.notes.txt", "the file");
        _scratch.Write("site/other.txt", "SECRET");
        await using FileServing serving = await FileServing.StartAsync(file);

        RawResponse response = await serving.GetAsync("/?query");
        Assert.Equal("the file", response.Text);
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        foreach (string target in (string[])["/.notes.txt", "/other.txt", "/index.html", "/x", "/x/"])
        {
            Assert.Equal(404, (await serving.GetAsync(target)).Status);
        }

        Assert.Equal(400, (await serving.GetAsync("/../other.txt")).Status);
        Assert.Equal("the file", (await serving.GetAsync("/x/..")).Text);
    }

    [Fact]
    public async Task A_single_file_that_an_editor_replaces_is_served_anew()
    {
        string file = _scratch.Write("site/page.html", "first");
        await using FileServing serving = await FileServing.StartAsync(file);
        Assert.Equal("first", (await serving.GetAsync("/")).Text);

        File.Move(_scratch.Write("site/page.html.new", "second"), file, overwrite: true);
        Assert.Equal("second", (await serving.GetAsync("/")).Text);

        File.Delete(file);
        Assert.Equal(404, (await serving.GetAsync("/")).Status);
        _scratch.Link("site/page.html", "/etc/hostname");
        Assert.Equal(404, (await serving.GetAsync("/")).Status);
    }

    [Fact]
    public async Task The_operators_name_for_a_file_may_be_a_link()
    {
        _scratch.Write("elsewhere/page.html", "linked");
        _scratch.Link("site/link.html", "../elsewhere/page.html");
        await using FileServing serving = await FileServing.StartAsync(Path.Combine(_scratch.Site, "link.html"));
        Assert.Equal("linked", (await serving.GetAsync("/")).Text);
    }

    [Fact]
    public void A_root_that_does_not_exist_is_named_in_the_error()
    {
        string missing = Path.Combine(_scratch.Top, "missing");
        FileNotFoundException failure = Assert.Throws<FileNotFoundException>(() => new FileHandler(missing));
        Assert.Equal($"There is no file or folder '{missing}'.", failure.Message);
    }

    [Fact]
    public async Task A_root_that_is_built_again_is_found_within_a_second()
    {
        _scratch.Write("site/page.html", "first");
        await using FileServing serving = await StartAsync(_scratch.Site);
        Assert.Equal("first", (await serving.GetAsync("/page.html")).Text);

        Directory.Delete(_scratch.Site, recursive: true);
        _scratch.Write("site/page.html", "second");
        Assert.Equal(404, (await serving.GetAsync("/page.html")).Status);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(404, (await serving.GetAsync("/page.html")).Status);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("second", (await serving.GetAsync("/page.html")).Text);
    }

    [Fact]
    public async Task A_root_that_is_gone_for_a_moment_keeps_serving_what_is_open()
    {
        _scratch.Write("site/page.html", "still here");
        await using FileServing serving = await StartAsync(_scratch.Site);
        Directory.Move(_scratch.Site, Path.Combine(_scratch.Top, "aside"));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("still here", (await serving.GetAsync("/page.html")).Text);
    }

    [Fact]
    public async Task A_link_to_the_current_release_is_followed_to_the_next()
    {
        _scratch.Write("release-1/page.html", "one");
        _scratch.Write("release-2/page.html", "two");
        _scratch.Link("current", "release-1");
        string current = Path.Combine(_scratch.Top, "current");
        await using FileServing serving = await StartAsync(current);
        Assert.Equal("one", (await serving.GetAsync("/page.html")).Text);

        File.Delete(current);
        _scratch.Link("current", "release-2");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", (await serving.GetAsync("/page.html")).Text);
    }

    [Fact]
    public async Task Renewing_the_root_disturbs_no_request()
    {
        _scratch.Write("site/page.html", "inside");
        using var tree = new RenewedTree(_scratch.Site, followLinksInside: false, _time);
        byte[] Path() => "page.html\0"u8.ToArray();
        await Parallel.ForAsync(0, 5_000, (_, _) =>
        {
            // Every lookup finds the root due: the worst there can be.
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(LookupResult.Found, tree.Open(Path(), 0, out OpenedFile opened));
            opened.Dispose();
            return default;
        });
    }

    public void Dispose() => _scratch.Dispose();

    private Task<FileServing> StartAsync(string path) => FileServing.StartAsync(new FileHandler(path, null, _time));
}
