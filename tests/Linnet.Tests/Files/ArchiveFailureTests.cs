// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>What goes wrong while an archive is made: it never looks whole, and never holds what is outside.</summary>
public sealed class ArchiveFailureTests : IDisposable
{
    private const int Swaps = 4_000;

    // More than sockets take in before anybody reads.
    private const long LargeBytes = 48L * 1024 * 1024;

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private static readonly FileHandlerOptions Options = new() { Archives = true };

    private readonly ScratchFolder _scratch = new();

    public enum Change
    {
        Shrinks,
        Grows,
        IsWrittenTo,
    }

    public static MatrixTheoryData<string, Change> Changes =>
        new(["zip", "tar.gz"], [Change.Shrinks, Change.Grows, Change.IsWrittenTo]);

    [Theory]
    [Attack("ST-13")]
    [MemberData(nameof(Changes))]
    public async Task A_file_that_changes_while_it_is_sent_makes_no_archive(string kind, Change change)
    {
        // Not compressible for gzip either, so that it is being sent for as long as nobody reads.
        string path = Path.Combine(_scratch.Site, "file.bin");
        await WriteNoiseAsync(path);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using HttpClient client = Carriage.NewHttpClient();
        using HttpResponseMessage response = await client.GetAsync(
            new Uri(serving.Address, $"?{kind}"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        await body.ReadExactlyAsync(new byte[1000], Cancelled);

        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite))
        {
            switch (change)
            {
                case Change.Shrinks:
                    file.SetLength(file.Length - 1);
                    break;
                case Change.Grows:
                    file.SetLength(file.Length + 1);
                    break;
                case Change.IsWrittenTo:
                    file.WriteByte(1);
                    break;
            }
        }

        await Assert.ThrowsAnyAsync<IOException>(
            () => body.CopyToAsync(Stream.Null, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    [Fact]
    public async Task A_file_that_is_removed_or_replaced_while_it_is_sent_comes_whole()
    {
        string path = Path.Combine(_scratch.Site, "file.bin");
        await WriteNoiseAsync(path);
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using HttpClient client = Carriage.NewHttpClient();
        using HttpResponseMessage response = await client.GetAsync(
            new Uri(serving.Address, "?zip"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        await body.ReadExactlyAsync(new byte[1000], Cancelled);
        File.Delete(path);
        await File.WriteAllTextAsync(path, "another", Cancelled);
        await body.CopyToAsync(Stream.Null, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Theory]
    [InlineData(ArchiveWalk.MaxDepth, true)]
    [InlineData(ArchiveWalk.MaxDepth + 1, false)]
    public async Task Folders_are_gone_into_up_to_a_bound(int depth, bool isWhole)
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Site, string.Join('/', Enumerable.Repeat("d", depth))));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site, Options);
        using HttpClient client = Carriage.NewHttpClient();
        Task<byte[]> archive = client.GetByteArrayAsync(new Uri(serving.Address, "?zip"), Cancelled);
        if (isWhole)
        {
            Assert.Equal(depth, Unpacked.Zip(await archive).Count);
        }
        else
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => archive);
        }
    }

    [Fact]
    public void Entries_are_counted()
    {
        PlannedTree tree = new(LookupResult.Found, ArchiveWalk.MaxEntries + 1);
        Assert.Equal(LookupResult.Found, tree.Open([0], 0, out OpenedFile folder));
        using ArchiveWalk walk = new(tree, folder, [], new NameRules(serveHidden: false, windows: false), followLinks: false);
        for (int count = 0; count < ArchiveWalk.MaxEntries; count++)
        {
            Assert.True(walk.TryNext(out _));
        }

        Assert.Throws<IOException>(() => walk.TryNext(out _));
    }

    [Fact]
    public async Task A_disk_that_fails_makes_no_archive()
    {
        PlannedTree tree = new(LookupResult.Found, 20_000) { FailsWhileReading = true };
        using var handler = new FileHandler(tree, null, Options, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        using HttpClient client = Carriage.NewHttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => client.GetByteArrayAsync(new Uri(serving.Address, "?zip"), Cancelled));
    }

    [Theory]
    [Attack("ST-07")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_swapped_in_during_the_walk_lead_nowhere(bool walksByStep)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The trees of Linux.");
        _scratch.Write("site/folder/page", "inside");
        _scratch.Write("site/file", "inside");
        _scratch.Write("outside/page", "SECRET");
        using FileTree tree = LinuxFileTree.Open(_scratch.Site, followLinksInside: false, walksByStep);
        using CancellationTokenSource swapped = new();
        Task<(int Inside, int Escapes)> walking = Task.Run(() => WalkUntil(tree, swapped.Token), Cancelled);
        var clock = Stopwatch.StartNew();
        int swaps = 0;
        while (swaps < Swaps && clock.Elapsed < TimeSpan.FromMinutes(1))
        {
            Swap("folder", "outside");
            Swap("file", "outside/page");
            swaps += 2;
        }

        await swapped.CancelAsync();
        (int inside, int escapes) = await walking.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(Swaps, swaps);
        Assert.Equal(0, escapes);
        Assert.True(inside > 100, $"{inside} inside");
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task WriteNoiseAsync(string path)
    {
        byte[] noise = new byte[1024 * 1024];
        new Random(1).NextBytes(noise);
        await using FileStream file = File.Create(path);
        for (long written = 0; written < LargeBytes; written += noise.Length)
        {
            await file.WriteAsync(noise, Cancelled);
        }
    }

    private static (int Inside, int Escapes) WalkUntil(FileTree tree, CancellationToken stopped)
    {
        (int inside, int escapes) = (0, 0);
        byte[] content = new byte[16];
        while (!stopped.IsCancellationRequested)
        {
            Assert.Equal(LookupResult.Found, tree.Open([0], 0, out OpenedFile folder));
            using ArchiveWalk walk = new(tree, folder, [], new NameRules(serveHidden: false, windows: false), followLinks: false);
            while (walk.TryNext(out ArchiveItem item))
            {
                if (item.Status.Kind == EntryKind.File)
                {
                    ArchivedFile file = new(tree, item.Opened);
                    bool escaped = Encoding.ASCII.GetString(content, 0, file.Read(content)) == "SECRET";
                    escapes += escaped ? 1 : 0;
                    inside += escaped ? 0 : 1;
                }
            }
        }

        return (inside, escapes);
    }

    private void Swap(string name, string outside)
    {
        string real = Path.Combine(_scratch.Site, name);
        string aside = Path.Combine(_scratch.Top, "aside");
        Directory.Move(real, aside);
        File.CreateSymbolicLink(real, Path.Combine(_scratch.Top, outside));
        File.Delete(real);
        Directory.Move(aside, real);
    }
}
