// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class FileConditionTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Theory]
    [Rfc("9110", "13.1.3")]
    [InlineData("Thu, 29 Feb 2024 12:30:15 GMT", 304)]
    [InlineData("Thu, 29 Feb 2024 12:30:16 GMT", 304)]
    [InlineData("Thu, 29 Feb 2024 12:30:14 GMT", 200)]
    [InlineData("Thursday, 29-Feb-24 12:30:15 GMT", 304)]
    [InlineData("Thu Feb 29 12:30:15 2024", 304)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 304)]
    [InlineData("Wed, 29 Feb 2024 12:30:15 GMT", 200)]
    [InlineData("2024-02-29T12:30:15Z", 200)]
    [InlineData("yesterday", 200)]
    [InlineData("", 200)]
    [InlineData("Thu, 29 Feb 2024 12:30:15 GMT, and a great deal more than any date has", 200)]
    public async Task A_file_is_not_sent_to_a_client_that_has_it(string since, int status)
    {
        string file = _scratch.Write("site/page.html");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 2, 29, 12, 30, 15, 678, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);

        foreach (string method in (string[])["GET", "HEAD"])
        {
            RawResponse response = await serving.SendAsync(method, "/page.html", $"If-Modified-Since: {since}\r\n");
            Assert.Equal(status, response.Status);
            Assert.Equal("Thu, 29 Feb 2024 12:30:15 GMT", response["Last-Modified"]);
            Assert.Equal(status == 200 && method == "GET" ? "inside" : "", response.Text);
        }
    }

    [Fact]
    [Rfc("9110", "13.1.3")]
    public async Task A_date_beside_entity_tags_is_ignored()
    {
        _scratch.Write("site/page.html");
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        RawResponse response = await serving.GetAsync(
            "/page.html", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\nIf-None-Match: \"x\"\r\n");
        Assert.Equal(200, response.Status);
    }

    [Fact]
    [Rfc("9110", "8.8.2.1")]
    public async Task A_date_in_the_future_is_now()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 2, 29, 12, 0, 0, 500, TimeSpan.Zero));
        string file = _scratch.Write("site/page.html");
        File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, null, time));

        Assert.Equal("Thu, 29 Feb 2024 12:00:00 GMT", (await serving.GetAsync("/page.html"))["Last-Modified"]);
    }

    [Fact]
    public async Task Dates_from_before_1970_are_dates()
    {
        string file = _scratch.Write("site/page.html");
        File.SetLastWriteTimeUtc(file, new DateTime(1960, 5, 6, 7, 8, 9, DateTimeKind.Utc));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        Assert.Equal("Fri, 06 May 1960 07:08:09 GMT", (await serving.GetAsync("/page.html"))["Last-Modified"]);
    }

    [Fact]
    public void Dates_are_remembered_and_never_mixed_up()
    {
        var dates = new DateTexts();
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int second = 0; second < 2000; second++)
        {
            DateTimeOffset date = start.AddSeconds(second % 700);
            Assert.Equal(date.ToString("R"), dates.Of(date));
        }

        Assert.Same(dates.Of(start), dates.Of(start));
    }

    public void Dispose() => _scratch.Dispose();
}
