// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// Writes one row of a folder's page. A name is escaped as text and, apart from that, encoded as a link.
/// </summary>
internal static class ListingRow
{
    private const int BitsPerUnit = 10;

    /// <summary>Writes the row of a file or folder whose status is known.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="entry">What is known of it.</param>
    /// <param name="query">What is put behind the link to a folder, escaped.</param>
    /// <param name="isChosen">Whether it can be chosen for an archive.</param>
    public static void Add(
        ListingBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry, ReadOnlySpan<byte> query, bool isChosen)
    {
        bool isFolder = entry.Kind == EntryKind.Folder;
        buffer.AddMarkup("<tr>"u8);
        if (isChosen)
        {
            AddChoice(buffer, name);
        }

        buffer.AddMarkup("<td class=\"n\">"u8);
        AddName(buffer, name, isFolder, query, isChosen);
        buffer.AddMarkup("</td><td class=\"s\">"u8);
        if (!isFolder)
        {
            AddSize(buffer, entry.Length);
        }

        buffer.AddMarkup("</td><td class=\"d\">"u8);
        AddDate(buffer, entry.ModifiedTicks);
        buffer.AddMarkup("</td></tr>\n"u8);
    }

    /// <summary>Writes a size as people read it: <c>999 B</c>, <c>1.5 KiB</c>, rounded down.</summary>
    public static void AddSize(ListingBuffer buffer, long length)
    {
        int unit = 0;
        long whole = length;
        long tenths = 0;
        while (whole >= 1 << BitsPerUnit)
        {
            tenths = ((whole & ((1 << BitsPerUnit) - 1)) * 10) >> BitsPerUnit;
            whole >>= BitsPerUnit;
            unit++;
        }

        buffer.AddNumber(whole);
        if (unit > 0)
        {
            buffer.AddMarkup("."u8);
            buffer.AddNumber(tenths);
        }

        buffer.AddMarkup(unit switch
        {
            0 => " B"u8,
            1 => " KiB"u8,
            2 => " MiB"u8,
            3 => " GiB"u8,
            4 => " TiB"u8,
            5 => " PiB"u8,
            _ => " EiB"u8,
        });
    }

    /// <summary>Writes a date to the minute; nothing when there is none.</summary>
    public static void AddDate(ListingBuffer buffer, long ticks)
    {
        if (ticks < 0)
        {
            return;
        }

        var date = new DateTime(ticks, DateTimeKind.Utc);
        buffer.AddMarkup("<time datetime=\""u8);
        AddDate(buffer, date, "T"u8);
        buffer.AddMarkup("Z\">"u8);
        AddDate(buffer, date, " "u8);
        buffer.AddMarkup("</time>"u8);
    }

    /// <summary>Writes a date to the minute, the time of day behind what is between.</summary>
    public static void AddDate(ListingBuffer buffer, DateTime date, ReadOnlySpan<byte> between)
    {
        buffer.AddNumber(date.Year, digits: 4);
        buffer.AddMarkup("-"u8);
        buffer.AddNumber(date.Month, digits: 2);
        buffer.AddMarkup("-"u8);
        buffer.AddNumber(date.Day, digits: 2);
        buffer.AddMarkup(between);
        buffer.AddNumber(date.Hour, digits: 2);
        buffer.AddMarkup(":"u8);
        buffer.AddNumber(date.Minute, digits: 2);
    }

    /// <summary>
    /// A browser sends what is chosen in a form as text, and line feeds in it changed: a name that is in no path has no box.
    /// </summary>
    private static void AddChoice(ListingBuffer buffer, ReadOnlySpan<byte> name)
    {
        buffer.AddMarkup("<td class=\"c\">"u8);
        if (ListedName.IsInPaths(name))
        {
            buffer.AddMarkup("<input type=\"checkbox\" name=\"name\" value=\""u8);
            buffer.AddText(name);
            buffer.AddMarkup("\" aria-label=\"Select "u8);
            buffer.AddText(name);
            buffer.AddMarkup("\" />"u8);
        }

        buffer.AddMarkup("</td>"u8);
    }

    private static void AddName(
        ListingBuffer buffer, ReadOnlySpan<byte> name, bool isFolder, ReadOnlySpan<byte> query, bool isChosen)
    {
        bool isInPaths = ListedName.IsInPaths(name);
        if (isFolder && !isInPaths && !isChosen)
        {
            buffer.AddMarkup("<bdi class=\"folder x\" title=\"No address can hold this name.\">"u8);
            buffer.AddText(name);
            buffer.AddMarkup("</bdi>"u8);
            return;
        }

        ReadOnlySpan<byte> kind = isFolder ? "folder"u8 : NameKind.ClassOf(name);
        buffer.AddMarkup("<a class=\""u8);
        buffer.AddMarkup(kind.IsEmpty ? "file"u8 : kind);
        buffer.AddMarkup("\" href=\""u8);
        if (!ListedName.TryAddLink(buffer, name, isFolder))
        {
            // No path leads into it; all of it can be had at once.
            buffer.AddMarkup("?zip&amp;name="u8);
            buffer.AddQueryValue(name);
        }
        else if (isFolder)
        {
            buffer.AddMarkup(query);
        }

        buffer.AddMarkup("\"><bdi>"u8);
        buffer.AddText(name);
        buffer.AddMarkup(isFolder ? "</bdi>/</a>"u8 : "</bdi></a>"u8);
    }
}
