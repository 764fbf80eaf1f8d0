// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Every test runs with openat2 and with the walk of systems that lack it.</summary>
public sealed class FileTreeTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public static TheoryData<bool> Ways => [false, true];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_file_is_opened_with_its_status(bool walk)
    {
        string full = _scratch.Write("site/a/b/page.html", "twelve bytes");
        File.SetLastWriteTimeUtc(full, new DateTime(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc));
        using FileTree tree = Open(walk);

        Assert.Equal(LookupResult.Found, Lookup(tree, "a/b/page.html", out OpenedFile opened));
        using (opened)
        {
            Assert.Equal(EntryKind.File, opened.Status.Kind);
            Assert.Equal(12, opened.Status.Length);
            Assert.Equal(new DateTime(2024, 2, 29, 12, 30, 15).Ticks, opened.Status.ModifiedTicks);
            Assert.Equal("twelve bytes", ReadAll(opened));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_small_file_is_read_and_closed_at_once(int length, bool isRead)
    {
        _scratch.Write("site/small.txt", new string('x', length));
        using FileTree tree = Open(walk: false);
        Assert.Equal(LookupResult.Found, tree.Open(Terminated("small.txt"), readUpTo: 100, out OpenedFile opened));
        Assert.Equal(isRead, opened.IsRead);
        Assert.Equal(length, opened.Status.Length);
        Assert.Equal(isRead ? 1 : 2, _scratch.OpenDescriptors());
        if (isRead)
        {
            Assert.Equal(new string('x', length), Encoding.ASCII.GetString(opened.Content.Span));
            Assert.Throws<InvalidOperationException>(() => opened.Handle);
        }

        opened.Dispose();
        Assert.Equal(1, _scratch.OpenDescriptors());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_folder_is_opened_and_so_is_the_root(bool walk)
    {
        _scratch.Write("site/a/b/page.html");
        using FileTree tree = Open(walk);

        foreach (string path in (string[])["", "a", "a/b"])
        {
            Assert.Equal(LookupResult.Found, Lookup(tree, path, out OpenedFile opened));
            Assert.Equal(EntryKind.Folder, opened.Status.Kind);
            opened.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_lookup_leaves_the_path_as_it_was(bool walk)
    {
        _scratch.Write("site/a/b/page.html");
        using FileTree tree = Open(walk);
        foreach (string path in (string[])["a/b/page.html", "a/missing/page.html", "a/b/page.html/c"])
        {
            byte[] bytes = Terminated(path);
            tree.Open(bytes, 0, out OpenedFile opened);
            opened.Dispose();
            Assert.Equal(Terminated(path), bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_does_not_exist_is_not_found(bool walk)
    {
        _scratch.Write("site/a/page.html");
        using FileTree tree = Open(walk);

        AssertNotFound(tree, "missing", "a/missing", "missing/page.html", "a/page.html/b", "A/page.html");
        AssertNotFound(tree, new string('n', 300), string.Join('/', Enumerable.Repeat("a", 4000)));
    }

    [Theory]
    [Attack("ST-06")]
    [MemberData(nameof(Ways))]
    public void A_sibling_with_the_same_beginning_is_not_found(bool walk)
    {
        _scratch.Write("site-leak/secret.txt", "SECRET");
        using FileTree tree = Open(walk);

        // Even a path that a faulty normaliser let through goes nowhere.
        AssertNotFound(tree, "-leak/secret.txt", "../site-leak/secret.txt", "./../site-leak/secret.txt", "..");
        AssertNotFound(tree, Path.Combine(_scratch.Top, "site-leak/secret.txt"), "/");
    }

    [Theory]
    [Attack("ST-07")]
    [MemberData(nameof(Ways))]
    public void Links_are_not_followed_wherever_they_lead(bool walk)
    {
        string secret = _scratch.Write("outside/secret.txt", "SECRET");
        _scratch.Write("site/real/page.html");
        _scratch.Link("site/file", secret);
        _scratch.Link("site/folder", Path.Combine(_scratch.Top, "outside"));
        _scratch.Link("site/relative", "../outside/secret.txt");
        _scratch.Link("site/chain", "chain-2");
        _scratch.Link("site/chain-2", secret);
        _scratch.Link("site/loop", "loop");
        _scratch.Link("site/inside-file", "real/page.html");
        _scratch.Link("site/inside-folder", "real");
        _scratch.Link("site/self", ".");
        _scratch.Link("site/process", "/proc/self/root");
        using FileTree tree = Open(walk);

        AssertNotFound(
            tree,
            "file", "folder", "folder/secret.txt", "relative", "chain", "loop", "loop/x", "inside-file",
            "inside-folder", "inside-folder/page.html", "self", "self/real/page.html", "process",
            "process/etc/hostname");
    }

    [Fact]
    [Attack("ST-07")]
    public void Links_inside_are_followed_when_asked_for_and_those_outside_are_not()
    {
        string secret = _scratch.Write("outside/secret.txt", "SECRET");
        _scratch.Write("site/real/page.html");
        _scratch.Link("site/file", "real/page.html");
        _scratch.Link("site/folder", "real");
        _scratch.Link("site/deep/up", "../real/page.html");
        _scratch.Link("site/out", secret);
        _scratch.Link("site/relative", "../outside/secret.txt");
        _scratch.Link("site/round", "../site/real/page.html");
        _scratch.Link("site/absolute", Path.Combine(_scratch.Site, "real/page.html"));
        _scratch.Link("site/loop", "loop");
        _scratch.Link("site/process", "/proc/self/root");
        using FileTree tree = FileTree.Open(_scratch.Site, followLinksInside: true);

        foreach (string path in (string[])["file", "folder/page.html", "deep/up"])
        {
            Assert.Equal(LookupResult.Found, Lookup(tree, path, out OpenedFile opened));
            Assert.Equal("inside", ReadAll(opened));
            opened.Dispose();
        }

        AssertNotFound(tree, "out", "relative", "round", "absolute", "loop", "process", "process/etc/hostname");
    }

    [Fact]
    public void A_kernel_without_openat2_does_not_promise_to_follow_links_inside()
    {
        Assert.Throws<PlatformNotSupportedException>(
            () => LinuxFileTree.Open(_scratch.Site, followLinksInside: true, walk: true));
    }

    [Theory]
    [Attack("ST-10")]
    [MemberData(nameof(Ways))]
    public void Pipes_sockets_and_devices_are_refused_without_waiting(bool walk)
    {
        _scratch.Pipe("site/pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_scratch.Site, "socket")));
        using FileTree tree = Open(walk);
        AssertNotFound(tree, "pipe", "socket");

        using FileTree devices = LinuxFileTree.Open("/dev", followLinksInside: false, walk);
        AssertNotFound(devices, "null", "zero", "tty");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_operators_own_name_for_the_root_may_be_a_link(bool walk)
    {
        _scratch.Write("site/page.html");
        _scratch.Link("current", "site");
        using FileTree tree = LinuxFileTree.Open(Path.Combine(_scratch.Top, "current"), false, walk);

        Assert.Equal(LookupResult.Found, Lookup(tree, "page.html", out OpenedFile opened));
        opened.Dispose();
    }

    [Fact]
    public void A_root_that_cannot_be_served_says_why()
    {
        string file = _scratch.Write("file.txt");
        string missing = Path.Combine(_scratch.Top, "missing");

        string absent = Assert.Throws<DirectoryNotFoundException>(() => FileTree.Open(missing, false)).Message;
        string notFolder = Assert.Throws<DirectoryNotFoundException>(() => FileTree.Open(file, false)).Message;
        Assert.Equal($"There is no folder '{missing}'.", absent);
        Assert.Equal($"'{file}' is not a folder.", notFolder);
    }

    [Fact]
    public void The_machines_trouble_is_told_from_a_name_that_is_not_served()
    {
        Dictionary<int, LookupResult> expected = new()
        {
            [1] = LookupResult.NotFound, // EPERM
            [2] = LookupResult.NotFound, // ENOENT
            [4] = LookupResult.Unavailable, // EINTR, again and again
            [6] = LookupResult.NotFound, // ENXIO: a socket
            [11] = LookupResult.Unavailable, // EAGAIN, again and again
            [12] = LookupResult.Unavailable, // ENOMEM
            [13] = LookupResult.NotFound, // EACCES: not told from "no such file"
            [18] = LookupResult.NotFound, // EXDEV: beneath left the root
            [20] = LookupResult.NotFound, // ENOTDIR
            [23] = LookupResult.Unavailable, // ENFILE
            [24] = LookupResult.Unavailable, // EMFILE
            [36] = LookupResult.NotFound, // ENAMETOOLONG
            [40] = LookupResult.NotFound, // ELOOP
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, UnixErrors.ResultOf(pair.Key)));
        Assert.All(Enumerable.Range(1, 200), error => Assert.NotEqual(LookupResult.Found, UnixErrors.ResultOf(error)));
    }

    [Theory]
    [InlineData(5)] // EIO
    [InlineData(74)] // EBADMSG: a checksum of the file system's
    [InlineData(107)] // ENOTCONN: the program behind a file system has ended
    [InlineData(116)] // ESTALE
    [InlineData(117)] // EUCLEAN
    [InlineData(121)] // EREMOTEIO
    public void A_disk_that_fails_is_no_missing_file_and_names_its_error(int error)
    {
        Assert.Equal(LookupResult.Unavailable, UnixErrors.ResultOf(error));
        IOException failure = Assert.Throws<IOException>(() => UnixErrors.ResultOfOpening(error));
        Assert.Equal($"A file cannot be opened, because the disk has failed (error {error}).", failure.Message);
        Assert.Equal(error, failure.HResult);
        Assert.Equal(LookupResult.NotFound, UnixErrors.ResultOfOpening(2));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_folder_is_read_through_its_handle_even_after_it_moved(bool walk)
    {
        _scratch.Write("site/folder/one.txt", "1");
        _scratch.Write("site/folder/sub/two.txt", "22");
        using FileTree tree = Open(walk);
        Assert.Equal(LookupResult.Found, Lookup(tree, "folder", out OpenedFile folder));
        Directory.Move(Path.Combine(_scratch.Site, "folder"), Path.Combine(_scratch.Top, "moved"));
        _scratch.Link("site/folder", "/etc");

        using var entries = new FolderEntries(new NameRules(false, false), keepLinks: false, atRoot: false);
        using (FolderReader reader = tree.ReadFolder(folder.Handle))
        {
            while (reader.ReadBatch(entries))
            {
            }
        }

        entries.Sort(default);
        Assert.Equal(2, entries.Count);
        Assert.Equal("sub", Encoding.UTF8.GetString(entries.NameOf(entries[0])));
        Assert.Equal("one.txt", Encoding.UTF8.GetString(entries.NameOf(entries[1])));
        Assert.True(tree.TryGetStatus(folder.Handle, entries.TerminatedNameOf(entries[1]), out FileStatus status));
        Assert.Equal((EntryKind.File, 1), (status.Kind, status.Length));
        folder.Dispose();
    }

    [Fact]
    public void A_status_does_not_follow_a_link()
    {
        _scratch.Link("site/link", "/etc/hostname");
        using FileTree tree = FileTree.Open(_scratch.Site, false);
        Lookup(tree, "", out OpenedFile root);
        Assert.True(tree.TryGetStatus(root.Handle, Terminated("link"), out FileStatus status));
        Assert.Equal(EntryKind.Link, status.Kind);
        Assert.False(tree.TryGetStatus(root.Handle, Terminated("missing"), out _));
        root.Dispose();
    }

    [Theory]
    [InlineData(0, 0, 621_355_968_000_000_000)]
    [InlineData(0, 999_999_999, 621_355_968_009_999_999)]
    [InlineData(-1, 0, 621_355_967_990_000_000)]
    [InlineData(-62_135_596_800, 0, 0)]
    [InlineData(-62_135_596_801, 0, FileStatus.NoDate)]
    [InlineData(long.MinValue, 0, FileStatus.NoDate)]
    [InlineData(long.MaxValue, 0, FileStatus.NoDate)]
    [InlineData(253_402_300_800, 0, FileStatus.NoDate)]
    public void A_date_that_does_not_fit_is_no_date(long seconds, long nanoseconds, long expected)
    {
        Assert.Equal(expected, FileStatus.TicksOf(seconds, nanoseconds));
    }

    public void Dispose() => _scratch.Dispose();

    private static LookupResult Lookup(FileTree tree, string path, out OpenedFile opened) =>
        tree.Open(Terminated(path), 0, out opened);

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static void AssertNotFound(FileTree tree, params string[] paths)
    {
        Assert.All(paths, path => Assert.Equal(LookupResult.NotFound, Lookup(tree, path, out _)));
    }

    private static string ReadAll(OpenedFile opened)
    {
        byte[] bytes = new byte[opened.Status.Length];
        int read = RandomAccess.Read(opened.Handle, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    private LinuxFileTree Open(bool walk) => LinuxFileTree.Open(_scratch.Site, followLinksInside: false, walk);
}
