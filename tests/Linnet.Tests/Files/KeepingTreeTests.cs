// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using Linnet.Conformance;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Files that are kept open: what is asked for is what is there, and nothing is held for long.</summary>
public sealed class KeepingTreeTests : IDisposable
{
    // Small ones are kept with their bytes, large ones with their handle.
    private const int Large = FileHandler.SmallFileBytes + 1;

    private readonly ScratchFolder _scratch = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));

    public KeepingTreeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Files are kept on Linux.");

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(Large)]
    public void A_hot_file_is_looked_up_no_more(int length)
    {
        _scratch.Write("site/page", new string('x', length));
        using CountedTree counted = new(FileTree.Open(_scratch.Site, false));
        using KeepingTree tree = new(counted, _time);
        Read(tree, "page");
        Read(tree, "page");
        int lookups = counted.Lookups;
        for (int round = 0; round < 100; round++)
        {
            Assert.Equal(new string('x', length), Read(tree, "page"));
        }

        Assert.Equal(lookups, counted.Lookups);
        Assert.Equal(1, tree.Count);
    }

    [Theory]
    [Attack("ST-13")]
    [InlineData(10)]
    [InlineData(Large)]
    public void Whatever_happens_to_a_file_is_seen_at_once(int length)
    {
        string file = _scratch.Write("site/page", new string('a', length));
        using KeepingTree tree = Keeping("page");

        File.WriteAllText(file, new string('b', length + 1));
        Assert.Equal(new string('b', length + 1), ReadTwice(tree, "page"));
        File.AppendAllText(file, "c");
        Assert.EndsWith("bc", ReadTwice(tree, "page"), StringComparison.Ordinal);
        using (FileStream shrinking = File.OpenWrite(file))
        {
            shrinking.SetLength(3);
        }

        Assert.Equal("bbb", ReadTwice(tree, "page"));
        File.Move(_scratch.Write("site/new", new string('d', length)), file, overwrite: true);
        Assert.Equal(new string('d', length), ReadTwice(tree, "page"));
        File.Move(file, file + "-away");
        Assert.Null(ReadTwice(tree, "page"));
        File.Move(file + "-away", file);
        Assert.Equal(new string('d', length), ReadTwice(tree, "page"));
        File.Delete(file);
        Assert.Null(ReadTwice(tree, "page"));
        Directory.CreateDirectory(file);
        Assert.Null(ReadTwice(tree, "page"));
    }

    [Fact]
    [Attack("ST-13")]
    public void A_file_replaced_again_and_again_is_never_an_old_one()
    {
        _scratch.Write("site/page", "0");
        using KeepingTree tree = Keeping("page");
        for (int version = 1; version <= 300; version++)
        {
            File.Move(_scratch.Write("site/new", $"{version}"), Path.Combine(_scratch.Site, "page"), overwrite: true);
            Assert.Equal($"{version}", ReadTwice(tree, "page"));
        }
    }

    [Fact]
    public void A_folder_renamed_above_a_file_is_seen_within_a_second()
    {
        _scratch.Write("site/folder/page", "inside");
        using KeepingTree tree = Keeping("folder/page");
        Directory.Move(Path.Combine(_scratch.Site, "folder"), Path.Combine(_scratch.Site, "other"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Read(tree, "folder/page"));
        Assert.Equal("inside", Read(tree, "other/page"));
    }

    [Fact]
    public void A_file_whose_dates_have_not_settled_is_not_kept()
    {
        _scratch.Write("site/page", "new");
        FakeTimeProvider now = new(TimeProvider.System.GetUtcNow());
        using KeepingTree tree = new(FileTree.Open(_scratch.Site, false), now);
        for (int round = 0; round < 5; round++)
        {
            Assert.Equal("new", Read(tree, "page"));
        }

        Assert.Equal(0, tree.Count);
    }

    [Fact]
    public void Files_are_let_go_of_soon_after_nobody_asks_any_more()
    {
        string file = _scratch.Write("site/page", new string('x', Large));
        _scratch.Write("site/other", "small");
        using KeepingTree tree = Keeping("page");
        ReadTwice(tree, "other");
        Assert.Equal(2, tree.Count);
        File.Delete(file);
        Assert.Equal(3, _scratch.OpenDescriptors());

        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, tree.Count);
        Assert.Equal(1, _scratch.OpenDescriptors());

        // And again, which needs the timer again.
        ReadTwice(tree, "other");
        Assert.Equal(1, tree.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, tree.Count);
    }

    [Fact]
    public void Nothing_is_lost_with_an_empty_file()
    {
        string file = _scratch.Write("site/page", "");
        using KeepingTree tree = new(FileTree.Open(_scratch.Site, false), _time);
        Assert.Equal("", ReadTwice(tree, "page"));
        Assert.Equal("", ReadTwice(tree, "page"));
        File.WriteAllText(file, "a");
        Assert.Equal("a", ReadTwice(tree, "page"));
    }

    [Fact]
    public void Only_so_many_are_kept()
    {
        const int files = 4 * KeepingTree.Places;
        using KeepingTree tree = new(FileTree.Open(_scratch.Site, false), _time);
        for (int number = 0; number < files; number++)
        {
            _scratch.Write($"site/{number}", $"{number}");
            Assert.Equal($"{number}", ReadTwice(tree, $"{number}"));
        }

        Assert.InRange(tree.Count, 1, KeepingTree.Places);
        Assert.InRange(_scratch.OpenDescriptors(), 1, KeepingTree.Places + 1);
        for (int number = 0; number < files; number++)
        {
            Assert.Equal($"{number}", Read(tree, $"{number}"));
        }
    }

    [Fact]
    [Attack("ST-13")]
    public void A_file_in_use_stays_open_until_it_is_let_go_of()
    {
        string text = new('x', Large);
        _scratch.Write("site/page", text);
        KeepingTree tree = Keeping("page");
        Assert.Equal(LookupResult.Found, tree.Open("page\0"u8.ToArray(), 0, out OpenedFile first));
        Assert.Equal(LookupResult.Found, tree.Open("page\0"u8.ToArray(), 0, out OpenedFile second));
        tree.Dispose();
        Assert.Equal(text, TextOf(first));
        first.Dispose();
        Assert.Equal(text, TextOf(second));
        Assert.Equal(1, _scratch.OpenDescriptors());
        second.Dispose();
        Assert.Equal(0, _scratch.OpenDescriptors());
    }

    [Fact]
    public void Descriptors_are_given_back_where_there_are_none_left()
    {
        _scratch.Write("site/page", "inside");
        using CountedTree counted = new(FileTree.Open(_scratch.Site, false));
        using KeepingTree tree = new(counted, _time);
        ReadTwice(tree, "page");
        Assert.Equal(1, tree.Count);
        counted.FailsOnce = true;
        _scratch.Write("site/other", "other");
        Assert.Equal("other", Read(tree, "other"));
        Assert.Equal(0, tree.Count);
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>A tree that keeps a file.</summary>
    private KeepingTree Keeping(string path)
    {
        KeepingTree tree = new(FileTree.Open(_scratch.Site, false), _time);
        ReadTwice(tree, path);
        Assert.Equal(1, tree.Count);
        return tree;
    }

    private static string? ReadTwice(FileTree tree, string path)
    {
        string? first = Read(tree, path);
        Assert.Equal(first, Read(tree, path));
        return first;
    }

    private static string? Read(FileTree tree, string path)
    {
        LookupResult result = tree.Open(Encoding.UTF8.GetBytes(path + '\0'), FileHandler.SmallFileBytes, out OpenedFile opened);
        using OpenedFile file = opened;
        return result == LookupResult.Found && file.Status.Kind == EntryKind.File ? TextOf(file) : null;
    }

    private static string TextOf(OpenedFile file)
    {
        if (file.IsRead)
        {
            return Encoding.UTF8.GetString(file.Content.Span);
        }

        byte[] bytes = new byte[file.Status.Length];
        int read = RandomAccess.Read(file.Handle, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    /// <summary>Counts lookups, and fails when told.</summary>
    private sealed class CountedTree(FileTree tree) : FileTree
    {
        public int Lookups { get; private set; }

        public bool FailsOnce { get; set; }

        public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
        {
            Lookups++;
            if (FailsOnce)
            {
                FailsOnce = false;
                opened = default;
                return LookupResult.Unavailable;
            }

            return tree.Open(path, readUpTo, out opened);
        }

        public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) =>
            tree.OpenIn(folder, name, out opened);

        public override FolderReader ReadFolder(SafeFileHandle folder) => tree.ReadFolder(folder);

        public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status) =>
            tree.TryGetStatus(folder, name, out status);

        public override FileStatus StatusOf(SafeFileHandle file) => tree.StatusOf(file);

        public override void Dispose() => tree.Dispose();
    }
}
