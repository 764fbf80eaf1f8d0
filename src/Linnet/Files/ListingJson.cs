// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// A listing as JSON, for programs. Its shape is documented (docs/files.md) and only ever grows.
/// </summary>
internal sealed class ListingJson(byte[] path) : ListingForm
{
    private bool _hasEntries;

    /// <inheritdoc/>
    public override string ContentType => "application/json";

    /// <inheritdoc/>
    public override void AddHead(ListingBuffer buffer)
    {
        buffer.AddMarkup("{\"path\":"u8);
        buffer.AddJson([(byte)'/', .. path]);
        buffer.AddMarkup(",\"entries\":["u8);
    }

    /// <inheritdoc/>
    public override void AddEntry(ListingBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry)
    {
        bool isFolder = entry.Kind == EntryKind.Folder;
        buffer.AddMarkup(_hasEntries ? ",\n{\"name\":"u8 : "\n{\"name\":"u8);
        _hasEntries = true;
        buffer.AddJson(name);
        if (!ListedName.IsText(name))
        {
            buffer.AddMarkup(",\"encodedName\":\""u8);
            buffer.AddQueryValue(name);
            buffer.AddMarkup("\""u8);
        }

        AddLink(buffer, name, isFolder);
        buffer.AddMarkup(isFolder ? ",\"type\":\"folder\""u8 : ",\"type\":\"file\",\"size\":"u8);
        if (!isFolder)
        {
            buffer.AddNumber(entry.Length);
        }

        if (entry.ModifiedTicks >= 0)
        {
            buffer.AddMarkup(",\"modified\":\""u8);
            ListingRow.AddDate(buffer, new DateTime(entry.ModifiedTicks, DateTimeKind.Utc), "T"u8);
            buffer.AddMarkup(":"u8);
            buffer.AddNumber((int)(entry.ModifiedTicks / TimeSpan.TicksPerSecond % 60), digits: 2);
            buffer.AddMarkup("Z\""u8);
        }

        buffer.AddMarkup("}"u8);
    }

    /// <inheritdoc/>
    public override void AddFoot(ListingBuffer buffer, in ListingTotals totals, in ReadmeText readme)
    {
        buffer.AddMarkup(_hasEntries ? "\n],\"complete\":"u8 : "],\"complete\":"u8);
        buffer.AddMarkup(totals.IsCut ? "false}\n"u8 : "true}\n"u8);
    }

    private static void AddLink(ListingBuffer buffer, ReadOnlySpan<byte> name, bool isFolder)
    {
        if (isFolder && !ListedName.IsInPaths(name))
        {
            return;
        }

        buffer.AddMarkup(",\"href\":\""u8);
        _ = ListedName.TryAddLink(buffer, name, isFolder);
        buffer.AddMarkup("\""u8);
    }
}
