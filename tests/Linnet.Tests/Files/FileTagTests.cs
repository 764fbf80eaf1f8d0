// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Linnet.Protocol.Representations;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class FileTagTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Fact]
    [Rfc("9110", "8.8.1")]
    public async Task A_tag_is_strong_once_the_file_has_settled()
    {
        _scratch.Write("site/page.html");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, null, time));
        string fresh = (await serving.GetAsync("/page.html"))["ETag"];
        time.Advance(TimeSpan.FromSeconds(10));
        string settled = (await serving.GetAsync("/page.html"))["ETag"];
        Assert.Equal("W/" + settled, fresh);
        Assert.True(EntityTag.IsEntityTag(settled));

        // A copy from before is still one.
        Assert.Equal(304, (await serving.GetAsync("/page.html", $"If-None-Match: {fresh}\r\n")).Status);
        Assert.Equal(304, (await serving.GetAsync("/page.html", $"If-None-Match: {settled}\r\n")).Status);
        Assert.Equal(412, (await serving.GetAsync("/page.html", $"If-Match: {fresh}\r\n")).Status);
        Assert.Equal(200, (await serving.GetAsync("/page.html", $"If-Match: {settled}\r\n")).Status);
    }

    [Fact]
    [Rfc("9110", "8.8.1")]
    public async Task Another_content_of_the_same_length_and_date_has_another_tag()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The date of change is read on Linux.");
        string file = _scratch.Write("site/page.html", "before");
        var date = new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, date);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        string before = (await serving.GetAsync("/page.html"))["ETag"];

        // In place, as cp -p does; and by renaming, as rsync -t does.
        await File.WriteAllTextAsync(file, "after!", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, date);
        string inPlace = (await serving.GetAsync("/page.html"))["ETag"];
        string other = _scratch.Write("site/new.html", "newest");
        File.SetLastWriteTimeUtc(other, date);
        File.Move(other, file, overwrite: true);
        RawResponse renamed = await serving.GetAsync("/page.html");

        Assert.Equal("Thu, 29 Feb 2024 12:30:15 GMT", renamed["Last-Modified"]);
        Assert.Equal(3, new HashSet<string> { before, inPlace, renamed["ETag"] }.Count);
    }

    [Fact]
    public void Every_part_of_a_state_is_in_its_tag()
    {
        FileTags tags = new();
        HashSet<string> seen = [];
        for (int number = 0; number < 2000; number++)
        {
            long big = 638_000_000_000_000_000 + (number * 10_000_000L);
            Assert.True(seen.Add(tags.Of(Status(number, big, big, 77), ContentCoding.Identity, true)));
            Assert.True(seen.Add(tags.Of(Status(1000, big + 1, big, 77), ContentCoding.Identity, true)));
            Assert.True(seen.Add(tags.Of(Status(1000, 5, big + 2, 77), ContentCoding.Identity, true)));
            Assert.True(seen.Add(tags.Of(Status(1000, 5, 5, (ulong)number), ContentCoding.Identity, true)));
            Assert.True(seen.Add(tags.Of(Status(1000, 5, 5, (ulong)number), ContentCoding.Gzip, true)));
            Assert.True(seen.Add(tags.Of(Status(1000, 5, 5, (ulong)number), ContentCoding.Gzip, false)));
        }

        Assert.Same(
            tags.Of(Status(1, 2, 3, 4), ContentCoding.Identity, true), tags.Of(Status(1, 2, 3, 4), ContentCoding.Identity, true));
    }

    [Theory]
    [Rfc("9110", "13.2.2")]
    [Attack("ST-14")]
    [InlineData("If-None-Match: *\r\n", 304)]
    [InlineData("If-None-Match: \"x\"\r\nIf-None-Match: TAG\r\n", 304)]
    [InlineData("If-None-Match: \"x\"\r\nIf-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\n", 200)]
    [InlineData("If-Match: *\r\n", 200)]
    [InlineData("If-Match: \"x\"\r\n", 412)]
    [InlineData("If-Match: \"x\"\r\nIf-Match: TAG\r\n", 200)]
    [InlineData("If-Match: TAG\r\nIf-None-Match: TAG\r\n", 304)]
    [InlineData("If-Match: \"x\"\r\nIf-None-Match: TAG\r\n", 412)]
    [InlineData("If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT\r\n", 412)]
    [InlineData("If-Unmodified-Since: Fri, 31 Dec 9999 23:59:59 GMT\r\n", 200)]
    [InlineData("If-Match: TAG\r\nIf-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT\r\n", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-None-Match: TAG\r\n", 304)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: TAG\r\n", 206)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: \"x\"\r\n", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: W/TAG\r\n", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: DATE\r\n", 206)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: Fri, 31 Dec 2100 23:59:59 GMT\r\n", 200)]
    [InlineData("Range: bytes=0-1\r\nRange: bytes=2-3\r\n", 200)]
    public async Task Conditions_are_weighed_in_their_order(string fields, int status)
    {
        string file = _scratch.Write("site/page.html");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));
        await using FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, null, time));
        string tag = (await serving.GetAsync("/page.html"))["ETag"];
        string sent = fields.Replace("TAG", tag, StringComparison.Ordinal)
            .Replace("DATE", "Thu, 29 Feb 2024 12:30:15 GMT", StringComparison.Ordinal);

        RawResponse response = await serving.GetAsync("/page.html", sent);

        Assert.Equal(status, response.Status);
        if (status is 200 or 206 or 304)
        {
            Assert.Equal(tag, response["ETag"]);
        }
    }

    public void Dispose() => _scratch.Dispose();

    private static FileStatus Status(long length, long modified, long changed, ulong number) =>
        new(EntryKind.File, length, modified) { ChangedTicks = changed, Number = number };
}
