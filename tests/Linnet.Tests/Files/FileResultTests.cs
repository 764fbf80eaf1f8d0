// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Routing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>A file that a handler returns.</summary>
public sealed class FileResultTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Theory]
    [InlineData(5)]
    [InlineData(300_000)]
    public async Task A_file_is_sent_with_its_type_length_and_date(int length)
    {
        _scratch.Write("site/page.html", new string('x', length));
        Router router = new();
        router.Get("/", () => Results.File(Path.Combine(_scratch.Site, "page.html")));
        ReceivedResponse response = await router.AskAsync("GET", "/");
        Assert.Equal(200, response.Status);
        Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
        Assert.Equal(length, response.Body.Length);
        Assert.NotNull(response["Last-Modified"]);
        ReceivedResponse head = await router.AskAsync("HEAD", "/");
        Assert.Equal($"{length}", head["Content-Length"]);
        Assert.Empty(head.Body);
    }

    [Fact]
    public async Task What_is_no_file_is_answered_404()
    {
        Router router = new();
        router.Get("/missing", () => Results.File(Path.Combine(_scratch.Site, "missing")));
        router.Get("/folder", () => Results.File(_scratch.Site));
        router.Get("/nowhere", () => Results.File(Path.Combine(_scratch.Site, "no", "folder")));
        Assert.Equal("404", await router.GetAsync("/missing"));
        Assert.Equal("404", await router.GetAsync("/folder"));
        Assert.Equal("404", await router.GetAsync("/nowhere"));
    }

    public void Dispose() => _scratch.Dispose();
}
