// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Cli.Watching;
using Xunit;

namespace Linnet.Cli.Tests.Watching;

public sealed class FolderWatchTests
{
    [Theory]
    [InlineData("a.html", Change.Page)]
    [InlineData("a.css", Change.Style)]
    [InlineData("deep/er/A.CSS", Change.Style)]
    [InlineData("deep/er/a.js", Change.Page)]
    [InlineData(".git/index", null)]
    [InlineData("deep/.a.html.swp", null)]
    [InlineData("a.html~", null)]
    [InlineData("node_modules/a/b.js", null)]
    internal void What_a_change_is(string name, Change? expected) =>
        Assert.Equal(expected, FolderWatch.Of(name.Replace('/', Path.DirectorySeparatorChar)));

    [Fact]
    public async Task A_change_deep_in_a_folder_is_noticed()
    {
        using TemporaryFolder folder = new();
        string page = folder.Write("deep/a.html", "1"u8);
        ConcurrentQueue<Change> told = [];
        using FolderWatch watch = new(folder.Path, told.Enqueue, TimeProvider.System);

        await File.WriteAllTextAsync(page, "2");

        await Eventually.TrueAsync(() => told.Contains(Change.Page));
    }

    [Fact]
    public async Task Of_one_file_nothing_else_is_noticed()
    {
        using TemporaryFolder folder = new();
        string page = folder.Write("a.css", "1"u8);
        ConcurrentQueue<Change> told = [];
        using FolderWatch watch = new(page, told.Enqueue, TimeProvider.System);

        folder.Write("b.html", "1"u8);
        await File.WriteAllTextAsync(page, "2");

        await Eventually.TrueAsync(() => !told.IsEmpty);
        Assert.DoesNotContain(Change.Page, told);
    }
}
