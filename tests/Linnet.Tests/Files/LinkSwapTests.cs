// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Links swapped while paths are being resolved: the race every check-then-open loses.</summary>
public sealed class LinkSwapTests : IDisposable
{
    private const int Swaps = 10_000;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly ScratchFolder _scratch = new();
    private int _escapes;
    private int _inside;
    private int _refused;

    [Theory]
    [Attack("ST-07")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Ten_thousand_swaps_lead_nowhere(bool walk, bool isKept)
    {
        _scratch.Write("site/folder/page", "inside");
        _scratch.Write("site/file", "inside");
        _scratch.Write("outside/page", "SECRET");
        FileTree opened = LinuxFileTree.Open(_scratch.Site, followLinksInside: false, walk);

        // Ahead of the files' dates, so that they have settled and are kept; and moving on, so that they are looked up again.
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
        using FileTree tree = isKept ? new KeepingTree(opened, time) : opened;
        using var swapping = new CancellationTokenSource();
        Task reader = Task.Run(() => ReadUntilStopped(tree, swapping.Token), swapping.Token);

        var clock = Stopwatch.StartNew();
        int swaps = 0;
        while (swaps < Swaps && clock.Elapsed < Bound)
        {
            Swap("folder", "outside");
            Swap("file", "outside/page");
            swaps += 2;
            time.Advance(TimeSpan.FromMilliseconds(20));
        }

        await swapping.CancelAsync();
        await reader;
        Assert.Equal(Swaps, swaps);
        Assert.Equal(0, _escapes);
        // The race was one: lookups met the real thing and the link, many times.
        Assert.True(_inside > 100 && _refused > 100, $"{_inside} inside, {_refused} refused");
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>The real thing gives way to a link to the outside, and comes back.</summary>
    private void Swap(string name, string outside)
    {
        string real = Path.Combine(_scratch.Site, name);
        string aside = Path.Combine(_scratch.Site, "aside");
        Directory.Move(real, aside);
        File.CreateSymbolicLink(real, Path.Combine(_scratch.Top, outside));
        File.Delete(real);
        Directory.Move(aside, real);
    }

    private void ReadUntilStopped(FileTree tree, CancellationToken stopped)
    {
        byte[] folderPage = Encoding.UTF8.GetBytes("folder/page\0");
        byte[] file = Encoding.UTF8.GetBytes("file\0");
        while (!stopped.IsCancellationRequested)
        {
            ReadOnce(tree, folderPage);
            ReadOnce(tree, file);
        }
    }

    private void ReadOnce(FileTree tree, byte[] path)
    {
        if (tree.Open(path, 0, out OpenedFile opened) != LookupResult.Found)
        {
            _refused++;
            return;
        }

        using (opened)
        {
            Span<byte> content = stackalloc byte[16];
            int length = opened.IsRead ? 0 : RandomAccess.Read(opened.Handle, content, 0);
            bool escaped = (opened.IsRead ? opened.Content.Span : content[..length]).SequenceEqual("SECRET"u8);
            _escapes += escaped ? 1 : 0;
            _inside += escaped ? 0 : 1;
        }
    }

}
