// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>The part of a folder's page that takes files.</summary>
public sealed class UploadPageTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task A_folder_that_takes_files_has_a_form_that_works_without_a_script()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "in", "deeper"));
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { Below = "in" });
        foreach (string folder in (string[])["/in/", "/in/deeper/"])
        {
            XElement page = ListedPage.Read((await serving.SendAsync("GET", folder)).Text);
            XElement form = Assert.Single(page.Descendants("form"));
            Assert.Equal("post", form.Attribute("method")?.Value);
            Assert.Equal("multipart/form-data", form.Attribute("enctype")?.Value);
            Assert.Equal("./", form.Attribute("action")?.Value);
            XElement input = Assert.Single(form.Descendants("input"));
            Assert.Equal(input.Attribute("id")?.Value, Assert.Single(form.Descendants("label")).Attribute("for")?.Value);
        }

        RawResponse other = await serving.SendAsync("GET", "/");
        Assert.Empty(ListedPage.Read(other.Text).Descendants("form"));
        Assert.Contains("form-action 'none'", other["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", other["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_runs_what_stands_in_the_page_and_nothing_else()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        RawResponse page = await serving.SendAsync("GET", "/");
        string policy = page["Content-Security-Policy"];
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        MatchCollection blocks = Regex.Matches(
            page.Text,
            "<(?<tag>style|script)>(?<text>.*?)</\\k<tag>>",
            RegexOptions.Singleline | RegexOptions.ExplicitCapture);
        Assert.Equal(4, blocks.Count);
        Assert.All(blocks.Select(block => block.Groups["text"].Value), text => Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", policy, StringComparison.Ordinal));
        Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
