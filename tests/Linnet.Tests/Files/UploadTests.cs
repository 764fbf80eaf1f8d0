// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>What PUT stores, and what it is told.</summary>
public sealed class UploadTests : IDisposable
{
    private const string Chunked =
        "PUT /a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";

    private readonly ScratchFolder _scratch = new();

    [Fact]
    [Rfc("9110", "9.3.4")]
    public async Task A_put_makes_a_file()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        RawResponse response = await serving.SendAsync("PUT", "/a%20b.txt", "hello");

        Assert.Equal(201, response.Status);
        Assert.Equal("/a%20b.txt", response["Location"]);
        Assert.Equal("hello", serving.Read("a b.txt"));
        RawResponse read = await serving.SendAsync("GET", "/a%20b.txt");
        Assert.Equal("hello", read.Text);
        Assert.Equal(read["ETag"], response["ETag"]);
        Assert.Equal(["a b.txt"], serving.Names());
    }

    [Fact]
    public async Task A_body_in_chunks_is_stored_without_them()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        Assert.Equal(201, (await serving.SendAsync(UploadServing.Bytes(Chunked))).Status);
        Assert.Equal("abcde", serving.Read("a.txt"));
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_file()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        Assert.Equal(201, (await serving.SendAsync("PUT", "/a.txt")).Status);
        Assert.Equal("", serving.Read("a.txt"));
    }

    [Theory]
    [Rfc("9110", "9.3.4")]
    [InlineData(ExistingFilePolicy.Refuse, 409, "old")]
    [InlineData(ExistingFilePolicy.Replace, 204, "new")]
    [InlineData(ExistingFilePolicy.Number, 409, "old")]
    public async Task What_happens_to_a_file_that_exists_is_the_operators_choice(
        ExistingFilePolicy policy, int status, string content)
    {
        _scratch.Write("site/a.txt", "old");
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { WhenFileExists = policy });
        RawResponse response = await serving.SendAsync("PUT", "/a.txt", "new");

        Assert.Equal(status, response.Status);
        Assert.Equal(content, serving.Read("a.txt"));
        Assert.Equal(["a.txt"], serving.Names());
        Assert.Equal(status == 204, response.Headers["ETag"].Any());
    }

    [Fact]
    [Rfc("9110", "13.1.1")]
    public async Task A_file_is_replaced_only_if_it_is_the_one_that_is_meant()
    {
        File.SetLastWriteTimeUtc(_scratch.Write("site/a.txt", "old"), new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc));
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch,
            new() { WhenFileExists = ExistingFilePolicy.Replace },
            time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(1)));
        string tag = (await serving.SendAsync("GET", "/a.txt"))["ETag"];

        Assert.Equal(412, (await serving.SendAsync("PUT", "/a.txt", "no", "If-Match: \"other\"\r\n")).Status);
        Assert.Equal(412, (await serving.SendAsync("PUT", "/a.txt", "no", $"If-None-Match: {tag}\r\n")).Status);
        Assert.Equal(412, (await serving.SendAsync("PUT", "/a.txt", "no", "If-None-Match: *\r\n")).Status);
        Assert.Equal(
            412,
            (await serving.SendAsync("PUT", "/a.txt", "no", "If-Unmodified-Since: Thu, 29 Feb 2024 11:30:15 GMT\r\n")).Status);
        Assert.Equal("old", serving.Read("a.txt"));
        Assert.Equal(204, (await serving.SendAsync("PUT", "/a.txt", "new", $"If-Match: {tag}\r\n")).Status);
        Assert.Equal("new", serving.Read("a.txt"));
        Assert.Equal(412, (await serving.SendAsync("PUT", "/b.txt", "no", "If-Match: *\r\n")).Status);
    }

    [Fact]
    [Rfc("9110", "13.1.2")]
    public async Task An_asterisk_makes_a_file_and_never_replaces_one()
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { WhenFileExists = ExistingFilePolicy.Replace });
        Assert.Equal(201, (await serving.SendAsync("PUT", "/a.txt", "first", "If-None-Match: *\r\n")).Status);
        Assert.Equal(412, (await serving.SendAsync("PUT", "/a.txt", "second", "If-None-Match: *\r\n")).Status);
        Assert.Equal("first", serving.Read("a.txt"));
    }

    [Theory]
    [Rfc("9110", "14.5")]
    [Rfc("9110", "15.5.16")]
    [InlineData("Content-Range: bytes 0-1/10\r\n", 400)]
    [InlineData("Content-Encoding: gzip\r\n", 415)]
    [InlineData("Content-Encoding: identity\r\n", 201)]
    public async Task What_is_not_the_whole_file_as_it_is_is_refused(string field, int status)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        RawResponse response = await serving.SendAsync("PUT", "/a.txt", "ab", field);
        Assert.Equal(status, response.Status);
        Assert.Equal(status == 415 ? ["identity"] : [], response.Headers["Accept-Encoding"]);
        Assert.Equal(status == 201 ? ["a.txt"] : [], serving.Names());
    }

    [Theory]
    [InlineData(4, 201)]
    [InlineData(5, 201)]
    [InlineData(6, 413)]
    public async Task A_file_has_no_more_bytes_than_it_may(int length, int status)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MaxFileBytes = 5 });
        string body = new('x', length);
        Assert.Equal(status, (await serving.SendAsync("PUT", "/a.txt", body)).Status);
        Assert.Equal(
            status,
            (await serving.SendAsync(UploadServing.Bytes(
                "PUT /b.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + $"{length:x}\r\n{body}\r\n0\r\n\r\n"))).Status);
        Assert.Equal(status == 201 ? ["a.txt", "b.txt"] : [], serving.Names());
    }

    [Fact]
    public async Task Folders_are_made_only_when_that_is_allowed()
    {
        await using (UploadServing serving = await UploadServing.StartAsync(_scratch))
        {
            Assert.Equal(404, (await serving.SendAsync("PUT", "/x/y/a.txt", "a")).Status);
            Assert.Empty(serving.Names());
        }

        await using UploadServing making = await UploadServing.StartAsync(_scratch, new() { MakeFolders = true });
        Assert.Equal(201, (await making.SendAsync("PUT", "/x/y/a.txt", "a")).Status);
        Assert.Equal(["x", "x/y", "x/y/a.txt"], making.Names());
        Assert.Equal(409, (await making.SendAsync("PUT", "/x/y/a.txt/b", "a")).Status);
        Assert.Equal(404, (await making.SendAsync("PUT", "/" + string.Concat(Enumerable.Repeat("d/", 40)) + "f", "a")).Status);
    }

    [Fact]
    [Rfc("9110", "15.5.6")]
    [Attack("ST-11")]
    public async Task Methods_are_offered_where_they_work()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "in"));
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { Below = "in" });
        (string Target, string Allow)[] places =
        [
            ("/", "GET, HEAD, OPTIONS"),
            ("/a.txt", "GET, HEAD, OPTIONS"),
            ("/in", "GET, HEAD, OPTIONS"),
            ("/in/", "GET, HEAD, OPTIONS, POST"),
            ("/in/a.txt", "GET, HEAD, OPTIONS, PUT"),
            ("/in/.a", "GET, HEAD, OPTIONS"),
            ("/in/a.txt?upload=x", "HEAD, OPTIONS, PATCH, DELETE"),
        ];
        foreach ((string target, string allow) in places)
        {
            Assert.Equal(allow, (await serving.SendAsync("OPTIONS", target))["Allow"]);
            foreach (string method in (string[])["PUT", "POST", "PATCH", "DELETE"])
            {
                RawResponse response = await serving.SendAsync(method, target);
                bool isOffered = allow.Contains(method, StringComparison.Ordinal) || target == "/in/.a" && method is "PUT" or "POST";
                Assert.Equal(isOffered, response.Status != 405);
                if (response.Status == 405)
                {
                    Assert.Equal(allow, response["Allow"]);
                }
            }
        }
    }

    [Theory]
    [Attack("ST-09")]
    [InlineData("/.env")]
    [InlineData("/.git/config")]
    [InlineData("/web.config")]
    [InlineData("/a.bak")]
    [InlineData("/.linnet-uploads/x")]
    [InlineData("/.well-known/acme-challenge/x")]
    [InlineData("/.Well-Known/x")]
    public async Task Names_that_nobody_is_shown_are_not_stored(string target)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MakeFolders = true });
        Assert.Equal(403, (await serving.SendAsync("PUT", target, "x")).Status);
        Assert.Empty(serving.Names());
    }

    [Fact]
    public async Task What_is_not_finished_is_nobodys_even_where_hidden_files_are_served()
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { MakeFolders = true }, new() { ServeHidden = true });
        Assert.Equal(201, (await serving.SendAsync("PUT", "/.env", "x")).Status);
        Assert.Equal(403, (await serving.SendAsync("PUT", "/.well-known/acme-challenge/x", "x")).Status);
        foreach (string name in (string[])[".linnet-uploads/x", ".linnet-upload-1", ".LINNET-UPLOADS/x"])
        {
            Assert.Equal(403, (await serving.SendAsync("PUT", "/" + name, "x")).Status);
            _scratch.Write("site/" + name, "SECRET");
            Assert.Equal(404, (await serving.SendAsync("GET", "/" + name)).Status);
        }

        Assert.DoesNotContain("linnet-upload", (await serving.SendAsync("GET", "/")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Attack("ST-01")]
    [Attack("ST-02")]
    [Attack("ST-03")]
    [Attack("ST-04")]
    [Attack("ST-05")]
    [Attack("ST-06")]
    public async Task No_spelling_of_a_path_leads_out()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Top, "site-leak"));
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MakeFolders = true });
        string[] targets =
        [
            "/../x", "/a/../../x", "/%2e%2e/x", "/.%2e/x", "/..%2fx", "/%2f%2e%2e/x", "/..%5cx", "/..\\x", "/%c0%ae%c0%ae/x",
            "/%e0%80%ae/x", "/a%00b", "//x", "/../site-leak/x", "/x%", "/a/..%2f..%2fx",
        ];
        foreach (string target in targets)
        {
            RawResponse response = await serving.SendAsync("PUT", target, "x");
            Assert.True(response.Status is 400 or 403 or 404, $"{target}: {response.Status}");
        }

        Assert.Equal(["../site-leak"], serving.Names());

        // Decoded once: a name like any other.
        Assert.Equal(201, (await serving.SendAsync("PUT", "/%252e%252e%252fx", "x")).Status);
        Assert.Equal(["%2e%2e%2fx", "../site-leak"], serving.Names());
    }

    [Theory]
    [InlineData("Origin: https://evil.example\r\n", 403)]
    [InlineData("Origin: null\r\n", 403)]
    [InlineData("Origin: http://localhost\r\n", 201)]
    [InlineData("Origin: https://localhost\r\n", 403)]
    [InlineData("Sec-Fetch-Site: cross-site\r\n", 403)]
    [InlineData("Sec-Fetch-Site: same-site\r\nOrigin: http://localhost\r\n", 403)]
    [InlineData("Sec-Fetch-Site: same-origin\r\nOrigin: https://behind.example\r\n", 201)]
    [InlineData("Sec-Fetch-Site: none\r\n", 201)]
    [InlineData("Sec-Fetch-Site: cross-site\r\nOrigin: https://friend.example\r\n", 201)]
    [InlineData("Origin: https://friend.example\r\n", 201)]
    [InlineData("", 201)]
    public async Task A_page_of_somebody_else_stores_nothing(string fields, int status)
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { AllowedOrigins = [Carriage.Here("https://friend.example")] });
        string form = UploadServing.Form(("f", "b.txt", "b"));
        fields = Carriage.Here(fields);
        Assert.Equal(status, (await serving.SendAsync("PUT", "/a.txt", "a", fields)).Status);
        Assert.Equal(status, (await serving.PostFormAsync("/", form, fields)).Status);
        Assert.Equal(status == 201 ? ["a.txt", "b.txt"] : [], serving.Names());
    }

    [Fact]
    public async Task More_uploads_than_may_be_at_once_are_told_to_come_back()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MaxUploads = 1 });
        byte[] request = UploadServing.Request("PUT", "/a.txt", "hello");
        using CarriedStream first = await serving.ConnectAsync();
        await first.Stream.WriteAsync(request.AsMemory(0, request.Length - 1));
        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() > 1);

        RawResponse refused = await serving.SendAsync("PUT", "/b.txt", "b");
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused["Retry-After"]);
        await first.Stream.WriteAsync(request.AsMemory(request.Length - 1));
        await Sockets.Eventually.TrueAsync(() => serving.Names() is ["a.txt"]);
        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
    }

    [Fact]
    public void Uploads_need_one_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        FileHandlerOptions options = new() { Uploads = new() };
        string file = _scratch.Write("site/a.txt");
        Assert.Throws<ArgumentException>(() => new FileHandler(file, options));
        Assert.Throws<ArgumentException>(() => new FileHandler([_scratch.Site, _scratch.Top], options));
        Assert.Throws<ArgumentException>(() => new FileHandler(MemoryFiles.FromResources(typeof(UploadTests).Assembly, "site/"), options));
        new FileHandler([_scratch.Site], options).Dispose();
        Assert.Throws<ArgumentException>(() => new UploadOptions { Below = "../x" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new UploadOptions { MaxUploads = 0 });
    }

    [Fact]
    public void Elsewhere_uploads_are_refused_before_anything_else()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux(), "Linux has them.");
        Assert.Throws<PlatformNotSupportedException>(
            () => new FileHandler(_scratch.Site, new FileHandlerOptions { Uploads = new() }));
    }

    public void Dispose() => _scratch.Dispose();
}
