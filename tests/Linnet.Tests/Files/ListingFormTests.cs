// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>The forms a listing has, the orders it can be in, and what stands below it.</summary>
public sealed class ListingFormTests : IDisposable
{
    private static readonly FileHandlerOptions Listing = new() { ListFolders = true };

    private readonly ScratchFolder _scratch = new();

    [Fact]
    [Rfc("9110", "12.5.1")]
    public async Task Programs_get_json()
    {
        Write("b.txt", 5, 2024);
        _scratch.Write("site/a/x");
        Directory.SetLastWriteTimeUtc(Path.Combine(_scratch.Site, "a"), new DateTime(2023, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        RawResponse response = await serving.GetAsync("/", "Accept: application/json\r\n");

        Assert.Equal("application/json", response["Content-Type"]);
        Assert.Equal("Accept", response["Vary"]);
        Assert.Empty(response.Headers["Content-Security-Policy"]);
        Assert.Equal(
            """
            {"path":"/","entries":[
            {"name":"a","href":"a/","type":"folder","modified":"2023-01-02T03:04:05Z"},
            {"name":"b.txt","href":"b.txt","type":"file","size":5,"modified":"2024-01-01T00:00:00Z"}
            ],"complete":true}

            """,
            response.Text);
    }

    [Fact]
    public async Task An_empty_folder_is_json_and_text_too()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse json = await serving.GetAsync("/", "Accept: application/json\r\n");
        RawResponse text = await serving.GetAsync("/", "Accept: text/plain\r\n");

        Assert.Equal("{\"path\":\"/\",\"entries\":[],\"complete\":true}\n", json.Text);
        Assert.Equal("", text.Text);
        Assert.Equal("0", text["Content-Length"]);
    }

    [Fact]
    public async Task Scripts_get_a_name_on_each_line()
    {
        Write("file10", 1, 2024);
        Write("file9", 1, 2024);
        _scratch.Write("site/sub/x");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        RawResponse response = await serving.GetAsync("/", "Accept: text/plain\r\n");

        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        Assert.Equal("sub/\nfile9\nfile10\n", response.Text);
    }

    [Fact]
    [Rfc("9110", "5.3")]
    public async Task Several_lines_of_Accept_are_one()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse response = await serving.GetAsync("/", "Accept: text/html;q=0.5\r\nAccept: application/json\r\n");
        Assert.Equal("application/json", response["Content-Type"]);
    }

    [Theory]
    [InlineData("", "x y a b c")]
    [InlineData("?sort=name&order=desc", "y x c b a")]
    [InlineData("?sort=size", "x y b c a")]
    [InlineData("?sort=size&order=desc", "x y a c b")]
    [InlineData("?sort=date&order=asc", "y x c a b")]
    [InlineData("?sort=date&order=desc", "x y b a c")]
    [InlineData("?sort=nonsense&order=nonsense", "x y a b c")]
    public async Task The_query_sorts_folders_first(string query, string expected)
    {
        Write("a", 3, 2022);
        Write("b", 1, 2023);
        Write("c", 2, 2021);
        _scratch.Write("site/x/file");
        _scratch.Write("site/y/file");
        Directory.SetLastWriteTimeUtc(Path.Combine(_scratch.Site, "x"), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.SetLastWriteTimeUtc(Path.Combine(_scratch.Site, "y"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        foreach (string type in (string[])["application/json", "text/plain"])
        {
            string text = (await serving.GetAsync("/" + query, $"Accept: {type}\r\n")).Text;
            string[] names = type.StartsWith("text", StringComparison.Ordinal)
                ? text.Replace("/", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                : [.. JsonDocument.Parse(text).RootElement.GetProperty("entries").EnumerateArray()
                    .Select(entry => entry.GetProperty("name").GetString()!)];
            Assert.Equal(expected, string.Join(' ', names));
        }
    }

    [Fact]
    public async Task The_heads_of_columns_sort_and_turn_round_and_links_keep_the_order()
    {
        _scratch.Write("site/sub/deep/x");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        XElement page = ListedPage.Read((await serving.GetAsync("/sub/?sort=size")).Text);

        Assert.Equal(
            ["?sort=name&order=asc", "?sort=size&order=desc", "?sort=date&order=asc"],
            page.Descendants("thead").Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal(
            ["(Name)", "ascending(Size)", "(Changed (UTC))"],
            page.Descendants("th").Select(head => $"{head.Attribute("aria-sort")?.Value}({head.Value})"));
        Assert.Equal(
            ["../?sort=size&order=asc", "../?sort=size&order=asc", "deep/?sort=size&order=asc"],
            [.. page.Descendants("nav").Concat(page.Descendants("tbody")).Descendants("a")
                .Select(link => link.Attribute("href")!.Value)]);
    }

    [Fact]
    public async Task Nothing_of_a_query_is_in_the_page()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        foreach (string parameter in (string[])["sort", "order", "name", "filter", "zip"])
        {
            RawResponse response = await serving.GetAsync($"/?{parameter}=%3Cscript%3Eplanted");
            Assert.DoesNotContain("planted", response.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("readme.TXT")]
    [InlineData("ReadMe")]
    public async Task A_readme_stands_below_as_text(string name)
    {
        _scratch.Write("site/docs/" + name, "\uFEFF\n# <b>Hello</b> & \"you\"\r\n\ttab\u0001 grün </pre><script>alert(1)</script>\n");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        XElement page = ListedPage.Read((await serving.GetAsync("/docs/")).Text);

        XElement section = page.Descendants("section").Single();
        Assert.Equal(name, section.Element("h2")!.Value);
        Assert.Equal(name, section.Descendants("a").Single().Attribute("href")!.Value);

        // XML keeps the line feed that HTML drops.
        Assert.Equal(
            "\n\n# <b>Hello</b> & \"you\"\n\ttab\uFFFD grün </pre><script>alert(1)</script>\n", section.Element("pre")!.Value);
    }

    [Fact]
    public async Task Of_several_readmes_the_one_for_people_who_read_markdown_is_shown()
    {
        _scratch.Write("site/README", "plain");
        _scratch.Write("site/readme.txt", "text");
        _scratch.Write("site/Readme.md", "markdown");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        XElement page = ListedPage.Read((await serving.GetAsync("/")).Text);
        Assert.Equal("\nmarkdown", page.Descendants("pre").Single().Value);
    }

    [Fact]
    public async Task A_long_readme_is_cut_between_characters_and_leads_to_the_rest()
    {
        _scratch.Write("site/README.md", "x" + new string('é', ReadmeText.MaxBytes));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        XElement section = ListedPage.Read((await serving.GetAsync("/")).Text).Descendants("section").Single();

        Assert.Equal(1 + 1 + ((ReadmeText.MaxBytes - 1) / 2), section.Element("pre")!.Value.Length);
        Assert.DoesNotContain('\uFFFD', section.Value);
        Assert.Equal("The rest of it", section.Element("p")!.Value);
    }

    [Theory]
    [InlineData("README.md", "")]
    [InlineData("README.md", "a\0b")]
    [InlineData("README.html", "text")]
    [InlineData("README.md/inside", "text")]
    public async Task What_is_no_text_is_not_shown(string path, string content)
    {
        _scratch.Write("site/" + path, content);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        Assert.DoesNotContain("<pre>", (await serving.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("ST-07")]
    public async Task A_readme_that_is_a_link_is_not_read()
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Link("site/README.md", "../secret");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        Assert.DoesNotContain("SECRET", (await serving.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HEAD_of_a_large_folder_does_not_read_it_all()
    {
        var tree = new PlannedTree(LookupResult.Found, 50_000);
        using var handler = new FileHandler(tree, null, Listing, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        RawResponse response = await serving.SendAsync("HEAD", "/");
        Assert.Equal(200, response.Status);
        Assert.Empty(response.Body);
        Assert.InRange(tree.BatchesRead, 1, 2);
    }

    public void Dispose() => _scratch.Dispose();

    private void Write(string name, int length, int year)
    {
        string path = Path.Combine(_scratch.Site, name);
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes(new string('x', length)));
        File.SetLastWriteTimeUtc(path, new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
