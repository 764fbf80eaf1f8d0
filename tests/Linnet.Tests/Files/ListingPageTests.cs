// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Linnet.Files;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>
/// The page by itself: bounds, pieces, numbers. How it looks over HTTP is in <see cref="ListingTests"/>.
/// </summary>
public sealed class ListingPageTests
{
    private static readonly NameRules Rules = new(serveHidden: false, windows: false);

    [Fact]
    public void A_hundred_thousand_entries_pass_through_one_small_buffer()
    {
        const int entries = 100_000;
        var tree = new PlannedTree(LookupResult.Found, entries);
        using FolderListing page = Listing(tree);
        using var buffer = new ListingBuffer();

        bool more = page.Fill(buffer);
        Assert.True(more);
        // The page has begun, and hardly any names have been read for that.
        Assert.InRange(tree.BatchesRead, 1, 2);
        Assert.StartsWith("<!DOCTYPE html>", Text(buffer), StringComparison.Ordinal);

        // With the style: the first piece is the head of the page alone.
        Assert.InRange(buffer.Length, 1, FolderListing.PieceBytes);
        int rows = 0;
        int largest = 0;
        while (more)
        {
            buffer.Clear();
            more = page.Fill(buffer);
            largest = Math.Max(largest, buffer.Length);
            rows += buffer.Written.Span.Count("<tr>"u8);
        }

        Assert.Equal(entries, rows);
        Assert.InRange(largest, 1, FolderListing.PieceBytes + 4096);
        Assert.Contains($"{entries} files, 117.6 MiB", Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_made_without_objects()
    {
        var tree = new PlannedTree(LookupResult.Found, 20_000);
        using FolderListing page = Listing(tree);
        using var buffer = new ListingBuffer();
        // The names are read and sorted, and the first rows written.
        page.Fill(buffer);
        buffer.Clear();
        page.Fill(buffer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool more = true;
        while (more)
        {
            buffer.Clear();
            more = page.Fill(buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Sorting_by_status_is_bounded_and_the_page_says_so()
    {
        const int bound = FolderListing.MaxSortedByStatus;
        Assert.DoesNotContain("Too many", Last(bound), StringComparison.Ordinal);
        Assert.Contains("Too many to be sorted by anything but name", Last(bound + 1), StringComparison.Ordinal);

        static string Last(int names)
        {
            ListingOrder order = new(ListingKey.Size, IsDescending: true);
            using FolderListing page = Listing(new PlannedTree(LookupResult.Found, names), order: order);
            using var buffer = new ListingBuffer();
            while (page.Fill(buffer))
            {
                buffer.Clear();
            }

            return Text(buffer);
        }
    }

    [Fact]
    public void More_names_than_the_bound_are_left_out_and_the_page_says_so()
    {
        using var entries = new FolderEntries(Rules, keepLinks: false, atRoot: true);
        for (int number = 0; number < FolderEntries.MaxEntries; number++)
        {
            entries.Add("a"u8, EntryKind.File);
        }

        Assert.False(entries.IsCut);
        entries.Add("a"u8, EntryKind.File);
        Assert.True(entries.IsCut);
        Assert.Equal(FolderEntries.MaxEntries, entries.Count);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(1_048_575, "1023.9 KiB")]
    [InlineData(1_048_576, "1.0 MiB")]
    [InlineData(20L * 1024 * 1024 * 1024, "20.0 GiB")]
    [InlineData(long.MaxValue, "7.9 EiB")]
    public void Sizes_are_readable(long length, string expected)
    {
        using var buffer = new ListingBuffer();
        ListingRow.AddSize(buffer, length);
        Assert.Equal(expected, Text(buffer));
    }

    [Fact]
    public void Dates_are_readable_by_people_and_machines()
    {
        using var buffer = new ListingBuffer();
        ListingRow.AddDate(buffer, new DateTime(2024, 2, 9, 3, 5, 59, DateTimeKind.Utc).Ticks);
        Assert.Equal("<time datetime=\"2024-02-09T03:05Z\">2024-02-09 03:05</time>", Text(buffer));
        buffer.Clear();
        ListingRow.AddDate(buffer, 0);
        Assert.Equal("<time datetime=\"0001-01-01T00:00Z\">0001-01-01 00:00</time>", Text(buffer));
        buffer.Clear();
        ListingRow.AddDate(buffer, FileStatus.NoDate);
        Assert.Equal("", Text(buffer));
    }

    [Fact]
    public void Names_are_escaped_and_what_is_no_text_is_replaced()
    {
        using var buffer = new ListingBuffer();
        buffer.AddText([.. "a<b>&\"'\n\t"u8, 0x7F, 0xFF, 0xC2, 0x85, 0xC0, 0xAE, .. "é\u202E🍏"u8]);
        const char replaced = '\uFFFD';
        Assert.Equal(
            $"a&lt;b&gt;&amp;&quot;&#39;{new string(replaced, 7)}é\u202E🍏", Text(buffer));
    }

    [Fact]
    public void A_buffer_grows_when_a_piece_needs_it()
    {
        using var buffer = new ListingBuffer();
        byte[] large = new byte[100_000];
        Array.Fill(large, (byte)'<');
        buffer.AddText(large);
        Assert.Equal(400_000, buffer.Length);
        Assert.Equal(-1, buffer.Written.Span.IndexOf((byte)'<'));
    }

    private static FolderListing Listing(FileTree tree, ListingForm? form = null, ListingOrder order = default) => new(
        tree,
        new SafeFileHandle(),
        default,
        form ?? new ListingPage([], order, hasArchives: false, takesUploads: false),
        new FolderEntries(Rules, keepLinks: false, atRoot: true),
        order);

    private static string Text(ListingBuffer buffer) => Encoding.UTF8.GetString(buffer.Written.Span);
}
