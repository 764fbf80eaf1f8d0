// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Names in every script and with every byte: listed in each form, and reached by the link that is listed.</summary>
public sealed class OddNameTests : IAsyncLifetime
{
    private static readonly FileHandlerOptions Listing = new() { ListFolders = true };

    private readonly ScratchFolder _scratch = new();

    public ValueTask InitializeAsync() =>
        OperatingSystem.IsLinux() ? new ValueTask(OddFolder.FillAsync(_scratch.Site)) : default;

    public async ValueTask DisposeAsync()
    {
        await OddFolder.EmptyAsync(_scratch.Site);
        _scratch.Dispose();
    }

    [Fact]
    public async Task Every_link_of_the_page_leads_to_its_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems allow fewer names.");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        XElement page = ListedPage.Read((await serving.GetAsync("/")).Text);

        List<string> found = [];
        foreach (XElement link in page.Descendants("tbody").Descendants("a"))
        {
            byte[] name = await FetchAsync(serving, link.Attribute("href")!.Value);
            found.Add(Convert.ToHexString(name));
            Assert.Equal(Shown(name), link.Value);
        }

        ExpectAll(found);
    }

    [Fact]
    public async Task Every_entry_of_the_json_says_its_name_and_leads_to_its_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems allow fewer names.");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        using JsonDocument listing = JsonDocument.Parse((await serving.GetAsync("/", "Accept: application/json\r\n")).Body);

        List<string> found = [];
        foreach (JsonElement entry in listing.RootElement.GetProperty("entries").EnumerateArray())
        {
            byte[] name = await FetchAsync(serving, entry.GetProperty("href").GetString()!);
            found.Add(Convert.ToHexString(name));
            Assert.Equal(Encoding.UTF8.GetString(name), entry.GetProperty("name").GetString());
            bool isText = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name)).AsSpan().SequenceEqual(name);
            Assert.Equal(!isText, entry.TryGetProperty("encodedName", out JsonElement encoded));
            if (!isText)
            {
                byte[] triplets = Encoding.ASCII.GetBytes(encoded.GetString()!);
                Assert.Equal(name, WebUtility.UrlDecodeToBytes(triplets, 0, triplets.Length));
            }
        }

        ExpectAll(found);
    }

    [Fact]
    public async Task Every_line_of_the_text_is_one_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems allow fewer names.");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        string text = (await serving.GetAsync("/", "Accept: text/plain\r\n")).Text;

        Assert.DoesNotContain('\uFFFD', text);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string[] lines = text[..^1].Split('\n');
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        ExpectAll([.. lines.Select(line => Convert.ToHexString(Unquoted(line)))]);
    }

    [Theory]
    [Attack("ST-02")]
    [InlineData("a%2Fb")]
    [InlineData("..%2Fsecret")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("bad%00")]
    [InlineData("%00")]
    [InlineData("plain")]
    [InlineData(".hidden%0A")]
    [InlineData("hidden%0A~")]
    [InlineData("missing%0A")]
    [InlineData("..%5C..%5Csecret%0A")]
    public async Task A_name_in_a_query_leads_to_no_other_file(string name)
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Write("site/plain", "SECRET");
        _scratch.Write("site/a/b", "SECRET");
        _scratch.Write("site/.hidden\n", "SECRET");
        _scratch.Write("site/hidden\n~", "SECRET");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse response = await serving.GetAsync("/?name=" + name);
        Assert.DoesNotContain("SECRET", response.Text, StringComparison.Ordinal);
        Assert.Contains(response.Status, (int[])[200, 404]);
    }

    [Fact]
    [Attack("ST-07")]
    public async Task A_link_with_an_odd_name_is_not_followed()
    {
        _scratch.Write("secret", "SECRET");
        _scratch.Link("site/link\n", "../secret");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        Assert.Equal(404, (await serving.GetAsync("/?name=link%0A")).Status);
    }

    [Fact]
    public async Task A_file_asked_for_by_the_query_has_parts_and_tags_like_any()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems allow fewer names.");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Listing);
        RawResponse response = await serving.GetAsync("/?name=%FF", "Range: bytes=1-1\r\n");
        Assert.Equal(206, response.Status);
        Assert.Equal("bytes 1-1/2", response["Content-Range"]);
        Assert.Equal("F", response.Text);
        await using FileServing unlisted = await FileServing.StartAsync(_scratch.Site);
        Assert.Equal(404, (await unlisted.GetAsync("/?name=%FF")).Status);
    }

    private static async Task<byte[]> FetchAsync(FileServing serving, string reference)
    {
        RawResponse response = await serving.GetAsync("/" + reference);
        Assert.Equal(200, response.Status);
        return Convert.FromHexString(response.Text);
    }

    private static void ExpectAll(List<string> found) => Assert.Equal(
        OddFolder.Names.Select(Convert.ToHexString).Order(StringComparer.Ordinal),
        found.Order(StringComparer.Ordinal));

    private static string Shown(byte[] name) => string.Concat(
        Encoding.UTF8.GetString(name).EnumerateRunes().Select(rune => Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));

    /// <summary>Reads a line as git's quoting has it.</summary>
    private static byte[] Unquoted(string line)
    {
        if (!line.StartsWith('"'))
        {
            return Encoding.UTF8.GetBytes(line);
        }

        List<byte> bytes = [];
        byte[] quoted = Encoding.UTF8.GetBytes(line[1..^1]);
        for (int index = 0; index < quoted.Length; index++)
        {
            if (quoted[index] != '\\')
            {
                bytes.Add(quoted[index]);
                continue;
            }

            char escape = (char)quoted[++index];
            switch (escape)
            {
                case 'n':
                    bytes.Add((byte)'\n');
                    break;
                case 't':
                    bytes.Add((byte)'\t');
                    break;
                case '"' or '\\':
                    bytes.Add((byte)escape);
                    break;
                default:
                    bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(quoted, index, 3), 8));
                    index += 2;
                    break;
            }
        }

        return [.. bytes];
    }
}
