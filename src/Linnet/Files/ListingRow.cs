// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Writes one row of a folder's page. A name is escaped as text and, apart from that, encoded as a link.
/// </summary>
internal static class ListingRow
{
    private const int BitsPerUnit = 10;

    /// <summary>Writes the row of a file or folder whose status is known.</summary>
    public static void Add(HtmlBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry)
    {
        bool isFolder = entry.Kind == EntryKind.Folder;
        buffer.AddMarkup("<tr><td class=\"n\">"u8);
        if (IsRequestable(name))
        {
            buffer.AddMarkup(isFolder ? "<a class=\"f\" href=\""u8 : "<a href=\""u8);
            buffer.AddSegment(name);
            buffer.AddMarkup(isFolder ? "/\"><bdi>"u8 : "\"><bdi>"u8);
            buffer.AddText(name);
            buffer.AddMarkup(isFolder ? "</bdi>/</a>"u8 : "</bdi></a>"u8);
        }
        else
        {
            buffer.AddMarkup("<bdi class=\"x\" title=\"This name cannot be asked for in a URL.\">"u8);
            buffer.AddText(name);
            buffer.AddMarkup("</bdi>"u8);
        }

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
    public static void AddSize(HtmlBuffer buffer, long length)
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
    public static void AddDate(HtmlBuffer buffer, long ticks)
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

    private static void AddDate(HtmlBuffer buffer, DateTime date, ReadOnlySpan<byte> between)
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
    /// Whether a link to a name would come back as that name: the reader of paths itself is asked.
    /// </summary>
    private static bool IsRequestable(ReadOnlySpan<byte> name)
    {
        const int longest = 1024;
        Span<byte> path = stackalloc byte[longest];
        path[0] = (byte)'/';
        return PercentEncoding.TryEncodeSegment(name, path[1..], out int length)
            && TargetPath.Normalize(path[..(length + 1)], out int normal) == TargetPathRejection.None
            && path[..normal].SequenceEqual(name);
    }
}
