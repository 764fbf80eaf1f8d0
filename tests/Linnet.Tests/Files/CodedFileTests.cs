// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Middleware;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Files that lie there compressed.</summary>
public sealed class CodedFileTests : IDisposable
{
    private static readonly FileHandlerOptions Precompressed = new() { Precompressed = true };

    private readonly ScratchFolder _scratch = new();

    [Theory]
    [Attack("ST-15")]
    [Rfc("9110", "12.5.3")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate, zstd", "zstd")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0.1, gzip;q=0.2", "gzip")]
    [InlineData("br;q=0, *", "zstd")]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("deflate", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task The_client_gets_the_coding_it_wants_most(string? accepted, string? coding)
    {
        _scratch.Write("site/a.js", "plain");
        _scratch.Write("site/a.js.br", "br");
        _scratch.Write("site/a.js.zst", "zstd");
        _scratch.Write("site/a.js.gz", "gzip");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        RawResponse response = await serving.GetAsync(
            "/a.js", accepted is null ? "" : $"Accept-Encoding: {accepted}\r\n");
        Assert.Equal(200, response.Status);
        Assert.Equal(coding ?? "plain", response.Text);
        Assert.Equal(coding is null ? [] : [coding], response.Headers["Content-Encoding"]);
        Assert.Equal("text/javascript; charset=utf-8", response["Content-Type"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
    }

    [Fact]
    [Attack("ST-15")]
    [Rfc("9110", "8.8.3.3")]
    [Rfc("9110", "15.4.5")]
    public async Task Every_coding_has_its_own_tag_and_every_answer_says_that_it_varies()
    {
        _scratch.Write("site/a.css", "same");
        _scratch.Write("site/a.css.br", "same");
        _scratch.Write("site/a.css.gz", "same");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        HashSet<string> tags = [];
        foreach (string coding in (string[])["br", "gzip", "identity"])
        {
            RawResponse whole = await serving.GetAsync("/a.css", $"Accept-Encoding: {coding}\r\n");
            Assert.True(tags.Add(whole["ETag"]));
            RawResponse copy = await serving.GetAsync(
                "/a.css", $"Accept-Encoding: {coding}\r\nIf-None-Match: {whole["ETag"]}\r\n");
            Assert.Equal(304, copy.Status);
            Assert.Equal("Accept-Encoding", copy["Vary"]);
            Assert.Equal(whole["ETag"], copy["ETag"]);
            Assert.Empty(copy.Headers["Content-Encoding"]);
            RawResponse failed = await serving.GetAsync(
                "/a.css", $"Accept-Encoding: {coding}\r\nIf-Match: \"x\"\r\n");
            Assert.Equal(412, failed.Status);
            Assert.Empty(failed.Headers["Content-Encoding"]);
        }

        RawResponse other = await serving.GetAsync("/a.css", $"Accept-Encoding: gzip\r\nIf-None-Match: {tags.First()}\r\n");
        Assert.Equal(200, other.Status);
    }

    [Fact]
    [Attack("ST-15")]
    public async Task By_its_own_name_it_is_what_it_is()
    {
        _scratch.Write("site/a.js.gz", "bytes");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        RawResponse named = await serving.GetAsync("/a.js.gz", "Accept-Encoding: gzip\r\n");
        Assert.Equal("bytes", named.Text);
        Assert.Empty(named.Headers["Content-Encoding"]);
        Assert.DoesNotContain("javascript", named["Content-Type"], StringComparison.Ordinal);

        // Also without the plain file; a client that understands no coding that is there has nothing.
        RawResponse coded = await serving.GetAsync("/a.js", "Accept-Encoding: gzip\r\n");
        Assert.Equal("gzip", coded["Content-Encoding"]);
        RawResponse plain = await serving.GetAsync("/a.js");
        Assert.Equal(404, plain.Status);
        Assert.Equal("Accept-Encoding", plain["Vary"]);
    }

    [Fact]
    [Attack("ST-15")]
    public async Task What_is_hidden_or_outside_is_not_shown_by_its_coding()
    {
        _scratch.Write("site/.env.gz", "SECRET");
        _scratch.Write("site/.git/config.gz", "SECRET");
        _scratch.Write("site/web.config.gz", "SECRET");
        _scratch.Write("site/page.html~.gz", "SECRET");
        _scratch.Write("secret.txt.gz", "SECRET");
        _scratch.Link("site/link.txt.gz", "../secret.txt.gz");
        _scratch.Link("site/sub", "..");
        _scratch.Pipe("site/pipe.txt.gz");
        System.IO.Directory.CreateDirectory(System.IO.Path.Combine(_scratch.Site, "folder.txt.gz"));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        foreach (string target in (string[])
            [
                "/.env", "/.git/config", "/web.config", "/page.html~", "/link.txt", "/sub/secret.txt", "/pipe.txt", "/folder.txt",
            ])
        {
            Assert.Equal(404, (await serving.GetAsync(target, "Accept-Encoding: gzip\r\n")).Status);
        }
    }

    [Fact]
    public async Task Only_what_compresses_is_negotiated_and_only_when_asked_for()
    {
        _scratch.Write("site/a.png", "plain");
        _scratch.Write("site/a.png.br", "br");
        _scratch.Write("site/a.js", "plain");
        _scratch.Write("site/a.js.br", "br");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        await using FileServing off = await FileServing.StartAsync(_scratch.Site);
        foreach (RawResponse response in (RawResponse[])
            [
                await serving.GetAsync("/a.png", "Accept-Encoding: br\r\n"),
                await off.GetAsync("/a.js", "Accept-Encoding: br\r\n"),
            ])
        {
            Assert.Equal("plain", response.Text);
            Assert.Empty(response.Headers["Vary"]);
        }
    }

    [Fact]
    [Rfc("9110", "14.2")]
    public async Task A_part_of_a_coded_file_is_a_part_of_its_bytes()
    {
        _scratch.Write("site/index.html.br", "0123456789");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Precompressed);
        RawResponse response = await serving.GetAsync("/", "Accept-Encoding: br\r\nRange: bytes=2-4\r\n");
        Assert.Equal(206, response.Status);
        Assert.Equal("234", response.Text);
        Assert.Equal("br", response["Content-Encoding"]);
        Assert.Equal("bytes 2-4/10", response["Content-Range"]);
        Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
    }

    [Fact]
    public async Task What_is_compressed_later_is_sent_within_a_second_and_what_is_gone_at_once()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        _scratch.Write("site/a.js", "plain");
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, Precompressed, time));
        Assert.Equal("plain", await AskAsync("/a.js"));
        Assert.Equal("404 Not Found\n", await AskAsync("/b.js"));
        _scratch.Write("site/a.js.gz", "coded");
        _scratch.Write("site/b.js.gz", "coded");

        // Where there is no plain one, it is not even that second.
        Assert.Equal("coded", await AskAsync("/b.js"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("coded", await AskAsync("/a.js"));
        System.IO.File.Delete(System.IO.Path.Combine(_scratch.Site, "a.js.gz"));
        Assert.Equal("plain", await AskAsync("/a.js"));

        async Task<string> AskAsync(string target) =>
            (await serving.GetAsync(target, "Accept-Encoding: gzip\r\n")).Text;
    }

    [Fact]
    public void A_missing_name_is_remembered_for_a_second_at_most()
    {
        FakeTimeProvider time = new();
        AbsentNames absent = new(time);
        Assert.False(absent.Has("a"u8));
        absent.Add("a"u8);
        Assert.True(absent.Has("a"u8));
        Assert.False(absent.Has("b"u8));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(absent.Has("a"u8));
    }

    [Fact]
    [Rfc("9110", "8.8.3.3")]
    [Rfc("9110", "14.2")]
    public async Task Nothing_is_compressed_twice_and_no_part_on_its_way()
    {
        string text = new('x', 5000);
        _scratch.Write("site/a.txt", text);
        _scratch.Write("site/a.txt.br", text);
        _scratch.Write("site/b.txt", text);
        using FileHandler handler = new(_scratch.Site, Precompressed);
        ResponseCompression compression = new();

        ReceivedResponse coded = await AskAsync("/a.txt", "Accept-Encoding: gzip, br\r\n");
        Assert.Equal("br", coded["Content-Encoding"]);
        Assert.Equal(text, coded.Text);

        ReceivedResponse whole = await AskAsync("/b.txt", "Accept-Encoding: gzip\r\n");
        Assert.Equal("gzip", whole["Content-Encoding"]);
        Assert.StartsWith("W/", whole["ETag"], StringComparison.Ordinal);
        Assert.Equal("Accept-Encoding", whole["Vary"]);
        Assert.Null(whole["Accept-Ranges"]);

        ReceivedResponse copy = await AskAsync("/b.txt", $"Accept-Encoding: gzip\r\nIf-None-Match: {whole["ETag"]}\r\n");
        Assert.Equal(304, copy.Status);
        Assert.Equal("Accept-Encoding", copy["Vary"]);

        ReceivedResponse part = await AskAsync("/b.txt", "Accept-Encoding: gzip\r\nRange: bytes=0-1999\r\n");
        Assert.Equal(206, part.Status);
        Assert.Null(part["Content-Encoding"]);
        Assert.Equal(2000, part.Body.Length);

        Task<ReceivedResponse> AskAsync(string target, string fields) =>
            Surrounded.AskAsync(Requests.Get(target, fields), handler.HandleAsync, compression);
    }

    public void Dispose() => _scratch.Dispose();
}
