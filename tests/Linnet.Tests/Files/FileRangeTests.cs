// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Parts of files, small ones out of memory and large ones out of the system's hands.</summary>
public sealed class FileRangeTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Theory]
    [Rfc("9110", "14.2")]
    [Rfc("9110", "15.3.7.1")]
    [InlineData("bytes=0-0", "bytes 0-0/", 0, 1)]
    [InlineData("bytes=100-199", "bytes 100-199/", 100, 100)]
    [InlineData("bytes=900-", "bytes 900-", 900, -1)]
    [InlineData("bytes=-10", "bytes ", -10, -1)]
    public async Task A_part_is_sent_as_a_part(string range, string contentRange, int offset, int length)
    {
        foreach (int size in (int[])[1000, 500_000])
        {
            string text = Write("data.txt", size);
            await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
            RawResponse response = await serving.GetAsync("/data.txt", $"Range: {range}\r\n");
            string rest = offset < 0 ? text[^-offset..] : text[offset..];
            Assert.Equal(206, response.Status);
            Assert.StartsWith(contentRange, response["Content-Range"], StringComparison.Ordinal);
            Assert.EndsWith($"/{size}", response["Content-Range"], StringComparison.Ordinal);
            Assert.Equal(length < 0 ? rest : rest[..length], response.Text);
            Assert.Equal(response.Body.Length.ToString(CultureInfo.InvariantCulture), response["Content-Length"]);
            Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        }
    }

    [Fact]
    [Rfc("9110", "15.3.7.2")]
    [Rfc("9110", "14.6")]
    public async Task Several_parts_come_in_one_body()
    {
        foreach (int size in (int[])[2000, 500_000])
        {
            string text = Write("data.txt", size);
            await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
            RawResponse response = await serving.GetAsync("/data.txt", "Range: bytes=1000-1009, 0-4, -3\r\n");
            Assert.Equal(206, response.Status);
            Assert.Empty(response.Headers["Content-Range"]);
            Assert.Equal(response.Body.Length.ToString(CultureInfo.InvariantCulture), response["Content-Length"]);
            string boundary = response["Content-Type"]["multipart/byteranges; boundary=".Length..];
            StringBuilder expected = new();
            foreach ((int offset, int length) in ((int, int)[])[(1000, 10), (0, 5), (size - 3, 3)])
            {
                expected.Append(CultureInfo.InvariantCulture, $"{(expected.Length == 0 ? "" : "\r\n")}--{boundary}\r\n")
                    .Append("Content-Type: text/plain; charset=utf-8\r\n")
                    .Append(CultureInfo.InvariantCulture, $"Content-Range: bytes {offset}-{offset + length - 1}/{size}\r\n\r\n")
                    .Append(text.AsSpan(offset, length));
            }

            Assert.Equal($"{expected}\r\n--{boundary}--\r\n", response.Text);
        }
    }

    [Theory]
    [Rfc("9110", "15.5.17")]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=-0")]
    public async Task A_part_that_is_not_there_is_416_with_the_length(string range)
    {
        Write("data.txt", 1000);
        await using FileServing serving = await FileServing.StartAsync(
            _scratch.Site, new FileHandlerOptions { CacheControl = "max-age=60" });
        RawResponse response = await serving.GetAsync("/data.txt", $"Range: {range}\r\n");
        Assert.Equal(416, response.Status);
        Assert.Equal("bytes */1000", response["Content-Range"]);
        Assert.Empty(response.Headers["Cache-Control"]);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
    }

    [Theory]
    [Attack("ST-12")]
    [InlineData("bytes=0-,0-,0-,0-")]
    [InlineData("bytes=5-1")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-0,300-300,600-600,900-900,1200-1200,1500-1500,1800-1800,2100-2100,2400-2400,2700-2700,3000-3000,"
        + "3300-3300,3600-3600,3900-3900,4200-4200,4500-4500,4800-4800")]
    public async Task What_is_broken_or_an_attack_gets_the_whole_file_once(string range)
    {
        string text = Write("data.txt", 10_000);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        RawResponse response = await serving.GetAsync("/data.txt", $"Range: {range}\r\n");
        Assert.Equal(200, response.Status);
        Assert.Equal(text, response.Text);
    }

    [Fact]
    [Rfc("9110", "14.2")]
    public async Task HEAD_has_no_parts_and_says_that_GET_has()
    {
        Write("data.txt", 1000);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        RawResponse response = await serving.SendAsync("HEAD", "/data.txt", "Range: bytes=0-9\r\n");
        Assert.Equal(200, response.Status);
        Assert.Equal("1000", response["Content-Length"]);
        Assert.Equal("bytes", response["Accept-Ranges"]);
        Assert.Empty(response.Body);
    }

    [Fact]
    [Rfc("9110", "13.1.5")]
    public async Task A_download_goes_on_where_it_was_cut_off_unless_the_file_has_changed()
    {
        string text = Write("data.txt", 400_000);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, null, time));
        using HttpClient client = Carriage.NewHttpClient();
        using HttpResponseMessage first = await client.GetAsync(
            new Uri(serving.Address, "data.txt"), TestContext.Current.CancellationToken);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        Assert.Equal(text[100_000..], await RestAsync(client, serving, tag, 206));
        string other = text.ToUpperInvariant();
        await File.WriteAllTextAsync(
            Path.Combine(_scratch.Site, "data.txt"), other, TestContext.Current.CancellationToken);
        Assert.Equal(other, await RestAsync(client, serving, tag, 200));
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task<string> RestAsync(
        HttpClient client, FileServing serving, EntityTagHeaderValue tag, int status)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(serving.Address, "data.txt"));
        request.Headers.Range = new RangeHeaderValue(100_000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using HttpResponseMessage response = await client.SendAsync(request, cancelled);
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(cancelled);
    }

    private string Write(string name, int length)
    {
        StringBuilder text = new(length);
        while (text.Length < length)
        {
            text.Append(CultureInfo.InvariantCulture, $"{text.Length},");
        }

        text.Length = length;
        _scratch.Write($"site/{name}", text.ToString());
        return text.ToString();
    }
}
