// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>A folder's page over HTTP, read back as a browser would.</summary>
public sealed class ListingTests : IDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private static readonly FileHandlerOptions Listing = new() { ListFolders = true };

    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task A_folder_is_listed_with_folders_first_in_natural_order()
    {
        foreach (string path in (string[])
            ["b.txt", "A.txt", "file10.txt", "file9.txt", "zoo/x", "Alpha/x", ".hidden", "x~"])
        {
            _scratch.Write("site/docs/" + path, new string('x', 1536));
        }

        _scratch.Link("site/docs/link", "b.txt");
        _scratch.Pipe("site/docs/pipe");
        string dated = Path.Combine(_scratch.Site, "docs/b.txt");
        File.SetLastWriteTimeUtc(dated, new DateTime(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);

        XElement page = await GetPageAsync(serving, "/docs/");

        Assert.Equal(
            ["Parent folder", "Alpha/", "zoo/", "A.txt", "b.txt", "file9.txt", "file10.txt"], Cells(page, 0));
        Assert.Equal(["", "", "", "1.5 KiB", "1.5 KiB", "1.5 KiB", "1.5 KiB"], Cells(page, 1));
        Assert.Equal("2024-02-29 12:30", Cells(page, 2)[4]);
        Assert.Equal("2 folders, 4 files, 6.0 KiB", Told(page));
        Assert.Equal("/docs/", page.Descendants("title").Single().Value);
    }

    [Fact]
    public async Task Every_link_leads_to_the_file_it_names_whatever_it_is_called()
    {
        string[] names =
        [
            "<script>alert(1)<script>", "\" onmouseover=\"alert(1)", "'quoted'", "a&b", "&lt;", "50%",
            "%2e%2e", "%00", "a?b=c", "a#b", "a b", " leading", "trailing ", "a+b", "a:b", "javascript:alert(1)",
            "data:text,x", "http:", "-dash", "a;b", "a,b", "[x]", "{x}", "a|b", "`x`", "^", "grün", "é", "e\u0301",
            "文件", "🍏", "\u202Egpj.exe", "a\u200Bb", "\uFEFFbom", "CON", "a.", "C:", "x~1", new string('n', 255),
        ];
        foreach (string name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(_scratch.Site, name), name, Cancelled);
        }

        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        XElement page = await GetPageAsync(serving, "/");
        using HttpClient client = Carriage.NewHttpClient();
        var found = new List<string>();
        foreach (XElement link in page.Descendants("tbody").Descendants("a"))
        {
            string reference = link.Attribute("href")!.Value;
            byte[] bytes = await client.GetByteArrayAsync(new Uri(serving.Address, reference), Cancelled);
            string content = Encoding.UTF8.GetString(bytes);
            Assert.Equal(link.Value, content);
            found.Add(content);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_loaded_or_run_and_the_style_is_the_one_the_policy_names()
    {
        _scratch.Write("site/page.txt");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse response = await serving.GetAsync("/");

        string text = response.Text;
        string policy = response["Content-Security-Policy"];
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{HashOf("style")}'; script-src 'sha256-{HashOf("script")}'; "
            + "img-src data:; base-uri 'none'; frame-ancestors 'self'; form-action 'none'",
            policy);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Equal("no-cache", response["Cache-Control"]);
        Assert.Equal("Accept", response["Vary"]);
        Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
        foreach (string loading in (string[])["src=", "<script ", "@import", "style=", "https:", "onclick", "eval"])
        {
            Assert.DoesNotContain(loading, text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(text.Split("<link ").Length, text.Split("<link rel=\"icon\" href=\"data:image/svg+xml,").Length);
        Assert.Equal(text.Split("url(").Length, text.Split("url(\"data:image/svg+xml,").Length);

        string HashOf(string element)
        {
            int start = text.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
            string content = text[start..text.IndexOf($"</{element}>", StringComparison.Ordinal)];
            return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        }
    }

    [Fact]
    public async Task Breadcrumbs_lead_to_every_folder_above()
    {
        _scratch.Write("site/one & two/50%/deep/page.txt");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        var address = new Uri(serving.Address, "one%20%26%20two/50%25/deep/");
        XElement page = await GetPageAsync(serving, address.PathAndQuery);

        XElement crumbs = page.Descendants("nav").Single();
        Assert.Equal("root / one & two / 50% / deep", crumbs.Value);
        Assert.Equal(
            ["/", "/one%20%26%20two/", "/one%20%26%20two/50%25/"],
            crumbs.Descendants("a").Select(link => new Uri(address, link.Attribute("href")!.Value).AbsolutePath));
        Assert.Equal("deep", crumbs.Descendants("bdi").Last().Value);
        Assert.Equal("page", crumbs.Descendants("bdi").Last().Attribute("aria-current")!.Value);
    }

    [Fact]
    public async Task The_root_has_no_parent()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        XElement page = await GetPageAsync(serving, "/");
        Assert.Empty(page.Descendants("tbody").Descendants("tr"));
        Assert.Equal("This folder is empty", Told(page));
        Assert.Empty(page.Descendants("tbody").Descendants("a"));
    }

    [Fact]
    [Attack("ST-07")]
    public async Task Links_are_listed_as_what_they_lead_to_when_they_are_followed()
    {
        _scratch.Write("site/docs/real/page.txt", "12345");
        _scratch.Write("secret.txt", "SECRET");
        _scratch.Link("site/docs/folder", "real");
        _scratch.Link("site/docs/file", "real/page.txt");
        _scratch.Link("site/docs/out", "../../secret.txt");
        _scratch.Link("site/docs/up", "..");
        _scratch.Link("site/docs/loop", "loop");
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { ListFolders = true, FollowLinksInsideRoot = true });
        XElement page = await GetPageAsync(serving, "/docs/");

        Assert.Equal(["Parent folder", "folder/", "real/", "up/", "file"], Cells(page, 0));
        Assert.Equal("5 B", Cells(page, 1)[^1]);
    }

    [Fact]
    public async Task HEAD_of_a_page_has_its_fields_and_no_body()
    {
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse get = await serving.GetAsync("/");
        RawResponse head = await serving.SendAsync("HEAD", "/");
        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        Assert.Equal(get["Content-Type"], head["Content-Type"]);
        Assert.Equal(get["Content-Length"], head["Content-Length"]);
    }

    [Fact]
    public async Task A_large_folder_arrives_whole_in_chunks()
    {
        using var handler = new FileHandler(
            new PlannedTree(LookupResult.Found, 20_000), null, Listing, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        using HttpClient client = Carriage.NewHttpClient();
        using HttpResponseMessage response = await client.GetAsync(serving.Address, Cancelled);
        Assert.True(response.Headers.TransferEncodingChunked);
        string text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(20_000, text.Split("<tr><td").Length - 1);
        Assert.EndsWith("</html>\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fails_within_a_page_never_makes_a_page_that_looks_whole()
    {
        var tree = new PlannedTree(LookupResult.Found, 20_000) { FailsWhileReading = true };
        using var handler = new FileHandler(tree, null, Listing, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        using HttpClient client = Carriage.NewHttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync(serving.Address, Cancelled));
    }

    [Fact]
    public async Task No_handle_left_is_said_to_be_passing()
    {
        var tree = new PlannedTree(LookupResult.Unavailable);
        using var handler = new FileHandler(tree, null, Listing, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        foreach (string target in (string[])["/", "/page.html", "/folder/"])
        {
            RawResponse response = await serving.GetAsync(target);
            Assert.Equal((int)HttpStatusCode.ServiceUnavailable, response.Status);
            Assert.Equal("1", response["Retry-After"]);
        }
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task<XElement> GetPageAsync(FileServing serving, string target)
    {
        RawResponse response = await serving.GetAsync(target);
        Assert.Equal(200, response.Status);
        return ListedPage.Read(response.Text);
    }

    private static string Told(XElement page) =>
        page.Descendants("p").Single(element => element.Attribute("id")?.Value == "told").Value;

    private static string[] Cells(XElement page, int column) =>
        [.. page.Descendants("tbody").Descendants("tr").Select(row => row.Elements("td").ElementAt(column).Value)];
}
