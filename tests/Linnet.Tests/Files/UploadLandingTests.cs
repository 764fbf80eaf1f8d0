// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>An upload is there whole or not at all, and where it belongs or nowhere.</summary>
public sealed class UploadLandingTests : IDisposable
{
    private const int Swaps = 10_000;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly ScratchFolder _scratch = new();
    private int _inside;
    private int _refused;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_put_that_is_cut_at_any_byte_leaves_nothing(bool namesEverything)
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { NamesEverything = namesEverything, MakeFolders = true });
        byte[][] requests =
        [
            UploadServing.Request("PUT", "/x/a.txt", "0123456789"),
            UploadServing.Bytes(
                "PUT /x/a.txt HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"),
        ];
        foreach (byte[] request in requests)
        {
            for (int length = 0; length < request.Length; length++)
            {
                await serving.SendAndLeaveAsync(request.AsMemory(0, length));
                Assert.DoesNotContain(serving.Names(), name => name is not ".linnet-uploads");
            }
        }

        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
        Assert.Equal(201, (await serving.SendAsync(requests[0])).Status);
        Assert.Equal("0123456789", serving.Read("x/a.txt"));
    }

    [Theory]
    [InlineData(ExistingFilePolicy.Refuse)]
    [InlineData(ExistingFilePolicy.Replace)]
    [InlineData(ExistingFilePolicy.Number)]
    public async Task Files_that_are_received_under_a_name_land_like_others(ExistingFilePolicy policy)
    {
        _scratch.Write("site/a.txt", "old");
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { NamesEverything = true, WhenFileExists = policy });
        int status = (await serving.SendAsync("POST", "/?name=a.txt", "new")).Status;
        Assert.Equal(policy switch { ExistingFilePolicy.Refuse => 409, ExistingFilePolicy.Replace => 204, _ => 201 }, status);
        Assert.Equal(policy == ExistingFilePolicy.Replace ? "new" : "old", serving.Read("a.txt"));
        Assert.Equal(201, (await serving.SendAsync("PUT", "/b.txt", "b")).Status);
        Assert.Equal(
            policy == ExistingFilePolicy.Number ? ["a (2).txt", "a.txt", "b.txt"] : ["a.txt", "b.txt"],
            serving.Names().Where(name => name is not ".linnet-uploads"));
    }

    [Theory]
    [InlineData(ExistingFilePolicy.Refuse)]
    [InlineData(ExistingFilePolicy.Replace)]
    [InlineData(ExistingFilePolicy.Number)]
    public async Task Of_many_with_one_name_each_is_whole(ExistingFilePolicy policy)
    {
        const int Many = 20;
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { WhenFileExists = policy });
        RawResponse[] responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(
            number => serving.SendAsync("POST", "/?name=a.txt", new string((char)('a' + number), 50_000))));

        int made = responses.Count(response => response.Status == 201);
        Assert.Equal(policy == ExistingFilePolicy.Number ? Many : 1, made);
        Assert.Equal(made, serving.Names().Length);
        Assert.All(
            responses.Where(response => response.Status != 201),
            response => Assert.Equal(policy == ExistingFilePolicy.Refuse ? 409 : 204, response.Status));
        Assert.All(serving.Names(), name => Assert.Equal(new string(serving.Read(name)[0], 50_000), serving.Read(name)));
    }

    [Theory]
    [Attack("ST-07")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Ten_thousand_swaps_lead_no_upload_outside(bool walk, bool namesEverything)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        string outside = Path.Combine(_scratch.Top, "outside");
        Directory.CreateDirectory(outside);
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "folder"));
        using LinuxFileTree tree = LinuxFileTree.Open(_scratch.Site, followLinksInside: false, walk);
        UploadStore store = new(
            tree, new UploadOptions { MakeFolders = true, NamesEverything = namesEverything }, TimeProvider.System);
        using CancellationTokenSource swapping = new();
        Task uploading = Task.Run(() => UploadUntilStopped(store, swapping.Token), CancellationToken.None);

        Stopwatch clock = Stopwatch.StartNew();
        int swaps = 0;
        while ((swaps < Swaps || _inside < 100 || _refused < 100) && clock.Elapsed < Bound)
        {
            Swap("folder", "outside");
            swaps++;
        }

        await swapping.CancelAsync();
        await uploading.WaitAsync(Bound, CancellationToken.None);
        Assert.True(swaps >= Swaps, $"{swaps} swaps");
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.True(_inside >= 100 && _refused >= 100, $"{_inside} inside, {_refused} refused");
    }

    [Theory]
    [Attack("ST-07")]
    [Attack("ST-10")]
    [InlineData(ExistingFilePolicy.Refuse)]
    [InlineData(ExistingFilePolicy.Replace)]
    public async Task Links_and_pipes_are_neither_followed_nor_replaced(ExistingFilePolicy policy)
    {
        string secret = _scratch.Write("outside/secret", "SECRET");
        _scratch.Link("site/file", secret);
        _scratch.Link("site/folder", Path.GetDirectoryName(secret)!);
        _scratch.Link("site/dangling", Path.Combine(_scratch.Top, "new"));
        _scratch.Pipe("site/pipe");
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { WhenFileExists = policy, MakeFolders = true });
        foreach (string target in (string[])["/file", "/dangling", "/pipe"])
        {
            Assert.Equal(409, (await serving.SendAsync("PUT", target, "x")).Status);
        }

        foreach (string target in (string[])["/folder/x", "/folder/secret", "/dangling/x", "/folder/deeper/x"])
        {
            Assert.Equal(404, (await serving.SendAsync("PUT", target, "x")).Status);
        }

        Assert.Equal("SECRET", File.ReadAllText(secret));
        Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(secret)!).Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(_scratch.Top, "new")));
    }

    [Fact]
    public async Task Space_that_is_to_stay_free_is_not_taken()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MinFreeBytes = long.MaxValue / 4 });
        Assert.Equal(507, (await serving.SendAsync("PUT", "/a.txt", "x")).Status);
        Assert.Equal(507, (await serving.SendAsync("PUT", "/a.txt", "x", "Upload-Complete: ?1\r\n")).Status);
        Assert.Equal(507, (await serving.PostFormAsync("/", UploadServing.Form(("f", "a", "x")))).Status);
        Assert.DoesNotContain(serving.Names(), name => name is not ".linnet-uploads");
    }

    [Fact]
    public async Task A_full_disk_is_said_and_another_file_system_is_reached_by_a_copy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root.");
        string mount = Path.Combine(_scratch.Site, "small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount), "Mounting is not allowed here.");
        try
        {
            await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MinFreeBytes = 0 });
            string large = new('x', 2_000_000);
            Assert.Equal(507, (await serving.SendAsync("PUT", "/small/a", large)).Status);
            Assert.Equal(507, (await serving.SendAsync(UploadServing.Bytes(
                "PUT /small/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + $"{large.Length:x}\r\n{large}\r\n0\r\n\r\n"))).Status);
            Assert.Equal(507, (await serving.PostFormAsync("/small/", UploadServing.Form(("f", "a", large)))).Status);
            Assert.Empty(Directory.EnumerateFileSystemEntries(mount));

            // Resumable ones wait at the top, and are copied over when they are complete.
            Assert.Equal(201, (await serving.SendAsync("PUT", "/small/b", "small", "Upload-Complete: ?1\r\n")).Status);
            Assert.Equal(507, (await serving.SendAsync("PUT", "/small/c", large, "Upload-Complete: ?1\r\n")).Status);
            Assert.Equal(["b"], Directory.EnumerateFileSystemEntries(mount).Select(Path.GetFileName));
            Assert.Equal("small", serving.Read("small/b"));
        }
        finally
        {
            Assert.True(Run("umount", "-l", mount));
        }
    }

    [Fact]
    public async Task Of_two_hundred_uploads_with_cuts_each_is_whole_or_absent()
    {
        const int Many = 200;
        const int Length = 100_000;
        Random random = new(4242);
        bool[] isCut = [.. Enumerable.Range(0, Many).Select(_ => random.Next(2) == 0)];
        int[] cuts = [.. Enumerable.Range(0, Many).Select(_ => random.Next(Length))];
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MaxUploads = Many });
        await Task.WhenAll(Enumerable.Range(0, Many).Select(async number =>
        {
            byte[] request = UploadServing.Request("PUT", $"/{number}", new string('x', Length));
            if (isCut[number])
            {
                await serving.SendAndLeaveAsync(request.AsMemory(0, request.Length - 1 - cuts[number]));
            }
            else
            {
                Assert.Equal(201, (await serving.SendAsync(request)).Status);
            }
        }));

        Assert.Equal(
            Enumerable.Range(0, Many).Where(number => !isCut[number]).Select(number => $"{number}").Order(StringComparer.Ordinal),
            serving.Names());
        Assert.All(serving.Names(), name => Assert.Equal(Length, serving.Read(name).Length));
        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
    }

    public void Dispose() => _scratch.Dispose();

    private static bool Run(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>The real folder gives way to a link to the outside, and comes back; an upload may make one in between.</summary>
    private void Swap(string name, string outside)
    {
        string real = Path.Combine(_scratch.Site, name);
        string aside = Path.Combine(_scratch.Site, "aside");
        Directory.Move(real, aside);
        Insist(real, () => File.CreateSymbolicLink(real, Path.Combine(_scratch.Top, outside)));
        File.Delete(real);
        Insist(real, () => Directory.Move(aside, real));
    }

    private static void Insist(string inTheWay, Action action)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (IOException) when (attempt < 1000)
            {
                try
                {
                    Directory.Delete(inTheWay, recursive: true);
                }
                catch (IOException)
                {
                    // Gone, or being filled.
                }
            }
        }
    }

    private void UploadUntilStopped(UploadStore store, CancellationToken stopped)
    {
        UploadConditions none = UploadConditions.Of(UploadKind.Put);
        for (int number = 0; !stopped.IsCancellationRequested; number++)
        {
            UploadTarget target = new(Encoding.UTF8.GetBytes($"folder/{number}"));
            UploadRefusal? refusal = store.TryStage(target, UploadKind.Put, none, out StagedFile? staged);
            using StagedFile? file = staged;
            if (file is not null)
            {
                RandomAccess.Write(file.Handle, "content"u8, 0);
                refusal = store.TryLand(file, target, UploadKind.Put, none, out _);
            }

            _inside += refusal is null ? 1 : 0;
            _refused += refusal is null ? 0 : 1;
        }
    }
}
