// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Folders as archives over HTTP.</summary>
public sealed class ArchiveTests : IDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private static readonly FileHandlerOptions Options = new() { Archives = true };

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Kinds => ["zip", "tar.gz"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_folder_comes_whole(string kind)
    {
        string large = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number} "));
        _scratch.Write("site/docs/b.txt", "text");
        _scratch.Write("site/docs/large.txt", large);
        _scratch.Write("site/docs/large.bin", large);
        _scratch.Write("site/docs/empty", "");
        _scratch.Write("site/docs/a/deep/c", "c");
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "docs/void"));
        _scratch.Write("site/other", "other");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);

        RawResponse response = await serving.GetAsync($"/docs/?{kind}");

        Assert.Equal(200, response.Status);
        Assert.Equal(kind == "zip" ? "application/zip" : "application/gzip", response["Content-Type"]);
        Assert.Equal($"attachment; filename=\"docs.{kind}\"", response["Content-Disposition"]);
        Assert.Equal("none", response["Accept-Ranges"]);
        Assert.Equal("no-cache", response["Cache-Control"]);
        Dictionary<string, string> found = Unpack(kind, response.Body);
        Assert.Equal(["a/", "a/deep/", "a/deep/c", "void/", "b.txt", "empty", "large.bin", "large.txt"], found.Keys);
        Assert.Equal("", found["a/"]);
        Assert.Equal("text", found["b.txt"]);
        Assert.Equal("", found["empty"]);
        Assert.Equal(large, found["large.txt"]);
        Assert.Equal(large, found["large.bin"]);
        Assert.Equal("c", found["a/deep/c"]);
    }

    [Fact]
    public async Task Text_is_compressed_and_what_is_compressed_already_is_not()
    {
        _scratch.Write("site/a.txt", new string('x', 200_000));
        _scratch.Write("site/a.jpg", new string('x', 200_000));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using ZipArchive zip = new(new MemoryStream((await serving.GetAsync("/?zip")).Body));
        Assert.InRange(zip.GetEntry("a.txt")!.CompressedLength, 1, 2_000);
        Assert.InRange(zip.GetEntry("a.jpg")!.CompressedLength, 200_000, 200_100);
    }

    [Fact]
    public async Task Dates_are_those_of_the_files()
    {
        DateTime date = new(2024, 2, 29, 12, 30, 14, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_scratch.Write("site/a"), date);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using ZipArchive zip = new(new MemoryStream((await serving.GetAsync("/?zip")).Body));
        Assert.Equal(date, zip.Entries.Single().LastWriteTime.DateTime);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_has_the_fields_and_no_length(string kind)
    {
        _scratch.Write("site/a");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        RawResponse head = await serving.SendAsync("HEAD", $"/?{kind}");
        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        Assert.Empty(head.Headers["Content-Length"]);
        Assert.Equal($"attachment; filename=\"files.{kind}\"", head["Content-Disposition"]);
        Assert.Equal(405, (await serving.SendAsync("POST", $"/?{kind}")).Status);
    }

    [Fact]
    [Rfc("6266", "4.3")]
    [Rfc("8187", "3.2")]
    public async Task The_name_of_the_archive_is_the_folders()
    {
        _scratch.Write("site/grün \"50%\"/a");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        RawResponse response = await serving.GetAsync("/gr%C3%BCn%20%2250%25%22/?zip");
        Assert.Equal(
            "attachment; filename=\"gr_n _50__.zip\"; filename*=UTF-8''gr%C3%BCn%20%2250%25%22.zip",
            response["Content-Disposition"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Chosen_names_are_all_that_is_in_it(string kind)
    {
        foreach (string path in (string[])["a", "b", "c+d & e", "sub/x", "sub/y/z"])
        {
            _scratch.Write("site/" + path, path);
        }

        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        RawResponse response = await serving.GetAsync($"/?{kind}&name=sub&name=a&name=a&name=c%2Bd+%26%20e&name=sub");
        Assert.Equal(["sub/", "sub/y/", "sub/y/z", "sub/x", "a", "c+d & e"], Unpack(kind, response.Body).Keys);
    }

    [Theory]
    [Attack("ST-02")]
    [InlineData("", 400)]
    [InlineData(".", 400)]
    [InlineData("..", 400)]
    [InlineData("../secret", 400)]
    [InlineData("%2e%2e%2fsecret", 400)]
    [InlineData("sub%2Fx", 400)]
    [InlineData("/etc/passwd", 400)]
    [InlineData("a%00", 400)]
    [InlineData("missing", 404)]
    [InlineData(".hidden", 404)]
    [InlineData("a~", 404)]
    [InlineData("link", 404)]
    [InlineData("pipe", 404)]
    public async Task A_name_that_is_not_served_is_no_part_of_an_archive(string name, int expected)
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Write("site/a", "a");
        _scratch.Write("site/a~", "SECRET");
        _scratch.Write("site/.hidden", "SECRET");
        _scratch.Write("site/sub/x", "SECRET");
        _scratch.Link("site/link", "../secret");
        _scratch.Pipe("site/pipe");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        Assert.Equal(expected, (await serving.GetAsync($"/?zip&name=a&name={name}")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Attack("ST-07")]
    [Attack("ST-09")]
    public async Task Hidden_names_links_and_pipes_are_left_out(string kind)
    {
        FillWithTraps();
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        Assert.Equal(["docs/", "docs/page"], Unpack(kind, (await serving.GetAsync($"/?{kind}")).Body).Keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Attack("ST-07")]
    public async Task Links_to_files_inside_are_those_files_when_links_are_followed(string kind)
    {
        FillWithTraps();
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { Archives = true, FollowLinksInsideRoot = true });
        Dictionary<string, string> found = Unpack(kind, (await serving.GetAsync($"/?{kind}")).Body);
        Assert.Equal(["docs/", "docs/inside", "docs/page"], found.Keys);
        Assert.Equal("page", found["docs/inside"]);
        Assert.Equal(["inside"], Unpack(kind, (await serving.GetAsync($"/docs/?{kind}&name=inside")).Body).Keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Any_name_is_in_it_as_it_is(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems allow fewer names.");
        await OddFolder.FillAsync(_scratch.Site);
        await OddFolder.MakeFolderAsync(_scratch.Site, [0xFE, (byte)'\n']);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        Dictionary<string, string> found = Unpack(kind, (await serving.GetAsync($"/?{kind}")).Body);
        Dictionary<string, string> chosen = Unpack(kind, (await serving.GetAsync($"/?{kind}&name=%FE%0A")).Body);
        await OddFolder.EmptyAsync(_scratch.Site);

        Assert.Equal(["\u00FE\n/", "\u00FE\n/file"], chosen.Keys);
        foreach ((string name, string content) in chosen)
        {
            Assert.True(found.Remove(name, out string? same));
            Assert.Equal(content, same);
        }

        Assert.Equal(
            OddFolder.Names.Select(name => (Safe(Encoding.Latin1.GetString(name)), Convert.ToHexString(name))).Order(),
            found.Select(entry => (entry.Key, entry.Value)).Order());
    }

    [Theory]
    [InlineData("a\\..\\b", "a_.._b")]
    [InlineData("sub/a\\..\\..\\b", "sub/a_.._.._b")]
    [InlineData("\\b", "_b")]
    [InlineData("C:\\b", "C:_b")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a/b..c", "a/b..c")]
    public void No_name_leads_out_of_where_it_is_unpacked(string name, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(UnpackedName.Of(Encoding.UTF8.GetBytes(name)).Span));

    [Fact]
    public async Task A_folder_with_an_index_can_be_had_and_one_without_its_slash_is_redirected()
    {
        _scratch.Write("site/docs/index.html", "page");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        Assert.Equal(["index.html"], Unpack("zip", (await serving.GetAsync("/docs/?zip")).Body).Keys);
        Assert.Equal("/docs/?zip", (await serving.GetAsync("/docs?zip"))["Location"]);
        Assert.Equal("page", (await serving.GetAsync("/docs/?zips")).Text);
        Assert.Equal(404, (await serving.GetAsync("/missing/?zip")).Status);
        Assert.Equal("page", (await serving.GetAsync("/docs/index.html?zip")).Text);
    }

    [Fact]
    public async Task Without_the_option_there_are_no_archives()
    {
        _scratch.Write("site/a");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { ListFolders = true });
        RawResponse response = await serving.GetAsync("/?zip");
        Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
        Assert.DoesNotContain("<form", response.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'none'", response["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_lets_people_choose()
    {
        _scratch.Write("site/sub/a & \"b\"");
        await OddFolder.MakeFolderAsync(Path.Combine(_scratch.Site, "sub"), "odd\n"u8.ToArray());
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { ListFolders = true, Archives = true });
        RawResponse response = await serving.GetAsync("/sub/");
        Assert.EndsWith("form-action 'self'", response["Content-Security-Policy"], StringComparison.Ordinal);
        XElement page = ListedPage.Read(response.Text);
        Assert.Equal(["zip", "tar.gz"], page.Descendants("button").Select(button => button.Attribute("name")!.Value));
        XElement box = page.Descendants("tbody").Descendants("input").Single();
        Assert.Equal("a & \"b\"", box.Attribute("value")!.Value);
        Assert.Equal("Select a & \"b\"", box.Attribute("aria-label")!.Value);
        Assert.Equal(
            ["../", "?zip&name=odd%0A", "a%20%26%20%22b%22"],
            page.Descendants("tbody").Descendants("a").Select(link => link.Attribute("href")!.Value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_large_folder_arrives_whole_over_one_connection(string kind)
    {
        for (int number = 0; number < 2_000; number++)
        {
            await File.WriteAllTextAsync(Path.Combine(_scratch.Site, $"file{number}"), $"{number}", Cancelled);
        }

        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using HttpClient client = Carriage.NewHttpClient();
        for (int round = 0; round < 2; round++)
        {
            Dictionary<string, string> found = Unpack(
                kind, await client.GetByteArrayAsync(new Uri(serving.Address, $"?{kind}"), Cancelled));
            Assert.Equal(Enumerable.Range(0, 2_000).Select(number => $"file{number}"), found.Keys);
            Assert.All(found, entry => Assert.Equal(entry.Key, $"file{entry.Value}"));
        }

        Assert.Equal(1, _scratch.OpenDescriptors());
    }

    public void Dispose() => _scratch.Dispose();

    // As in UnpackedName, for the one name of the odd ones that would lead somewhere.
    private static string Safe(string name) =>
        name.Contains('\\', StringComparison.Ordinal)
        && (name.Contains("..", StringComparison.Ordinal) || name.Contains(":\\", StringComparison.Ordinal))
            ? name.Replace('\\', '_')
            : name;

    private static Dictionary<string, string> Unpack(string kind, byte[] archive) =>
        kind == "zip" ? Unpacked.Zip(archive) : Unpacked.TarGzip(archive);

    private void FillWithTraps()
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Write("site/docs/page", "page");
        _scratch.Write("site/docs/.git/config", "SECRET");
        _scratch.Write("site/docs/page~", "SECRET");
        _scratch.Write("site/.env", "SECRET");
        _scratch.Link("site/docs/inside", "page");
        _scratch.Link("site/docs/out", "../../secret");
        _scratch.Link("site/docs/up", "..");
        _scratch.Link("site/docs/loop", "loop");
        _scratch.Pipe("site/docs/pipe");
    }
}
