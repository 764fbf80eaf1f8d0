// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// A folder as an HTML page, made piece by piece: each call fills a buffer until it is worth sending. Knows
/// nothing of HTTP. Names are read whole, since they are sorted; lengths and dates are asked for when a row
/// is written.
/// </summary>
/// <remarks>
/// A folder with few names is one piece. With many, the first piece ends before they are all read, so that a
/// visitor sees the page begin. A name that no request can ask for (not UTF-8, a control character, a
/// backslash) is shown without a link; one that is gone by the time of its row is left out.
/// </remarks>
internal sealed class ListingPage : IDisposable
{
    /// <summary>
    /// A piece is sent when it has grown to this; a row is a few hundred bytes, at most a few thousand.
    /// </summary>
    public const int PieceBytes = 16 * 1024;

    // About what one batch brings. More than this, and the page begins before the rest is read.
    private const int FewEntries = 1000;

    private readonly FileTree _tree;
    private readonly SafeFileHandle _folder;
    private readonly byte[] _path;
    private readonly FolderEntries _entries;
    private readonly FolderReader _reader;
    private Stage _stage = Stage.Head;
    private int _next;
    private int _rows;

    /// <summary>A page for an open folder, which stays the caller's.</summary>
    /// <param name="tree">Where the folder is.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    /// <param name="rules">Which names are not shown.</param>
    /// <param name="followLinks">Whether links are shown as what they lead to.</param>
    public ListingPage(
        FileTree tree, SafeFileHandle folder, ReadOnlySpan<byte> path, NameRules rules, bool followLinks)
    {
        _tree = tree;
        _folder = folder;
        _path = path.ToArray();
        _reader = tree.ReadFolder(folder);
        _entries = new FolderEntries(rules, followLinks, atRoot: path.IsEmpty);
    }

    private enum Stage
    {
        Head,
        Reading,
        Rows,
        Foot,
        Done,
    }

    /// <summary>Adds the next piece to a buffer; false when the page is complete with it.</summary>
    /// <exception cref="System.IO.IOException">The folder cannot be read any more.</exception>
    public bool Fill(HtmlBuffer buffer)
    {
        bool pause = false;
        while (!pause && _stage != Stage.Done && buffer.Length < PieceBytes)
        {
            switch (_stage)
            {
                case Stage.Head:
                    AddHead(buffer);
                    pause = ReadFirst();
                    break;
                case Stage.Reading:
                    ReadRest();
                    _stage = Stage.Rows;
                    break;
                case Stage.Rows:
                    AddNextRow(buffer);
                    break;
                case Stage.Foot:
                    AddFoot(buffer);
                    _stage = Stage.Done;
                    break;
                case Stage.Done:
                    break;
            }
        }

        return _stage != Stage.Done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _entries.Dispose();
    }

    private void AddHead(HtmlBuffer buffer)
    {
        buffer.AddMarkup("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>
            """u8);
        buffer.AddMarkup("/"u8);
        buffer.AddText(_path);
        buffer.AddMarkup("</title>\n<style>"u8);
        buffer.AddMarkup(ListingStyle.Text);
        buffer.AddMarkup("</style>\n</head>\n<body>\n<main>\n"u8);
        AddBreadcrumbs(buffer);
        buffer.AddMarkup("""
            <table>
            <thead><tr><th class="n" scope="col">Name</th><th class="s" scope="col">Size</th>
            <th class="d" scope="col">Changed (UTC)</th></tr></thead>
            <tbody>

            """u8);
        if (_path.Length > 0)
        {
            buffer.AddMarkup("""
                <tr><td class="n"><a class="f" href="../">Parent folder</a></td>
                <td class="s"></td><td class="d"></td></tr>

                """u8);
        }
    }

    /// <summary>
    /// Links upwards are relative, so that the page works behind a proxy that adds or removes a prefix.
    /// </summary>
    private void AddBreadcrumbs(HtmlBuffer buffer)
    {
        int depth = _path.AsSpan().Count((byte)'/');
        buffer.AddMarkup("<nav aria-label=\"Folders\"><h1>"u8);
        AddCrumb(buffer, "root"u8, depth);
        ReadOnlySpan<byte> rest = _path;
        while (depth > 0)
        {
            int slash = rest.IndexOf((byte)'/');
            buffer.AddMarkup(" / "u8);
            AddCrumb(buffer, rest[..slash], --depth);
            rest = rest[(slash + 1)..];
        }

        buffer.AddMarkup("</h1></nav>\n"u8);
    }

    private static void AddCrumb(HtmlBuffer buffer, ReadOnlySpan<byte> name, int levelsUp)
    {
        if (levelsUp == 0)
        {
            buffer.AddMarkup("<bdi aria-current=\"page\">"u8);
            buffer.AddText(name);
            buffer.AddMarkup("</bdi>"u8);
            return;
        }

        buffer.AddMarkup("<a href=\""u8);
        for (int level = 0; level < levelsUp; level++)
        {
            buffer.AddMarkup("../"u8);
        }

        buffer.AddMarkup("\"><bdi>"u8);
        buffer.AddText(name);
        buffer.AddMarkup("</bdi></a>"u8);
    }

    /// <summary>
    /// Reads the first names; true when there are so many that the page had better begin now.
    /// </summary>
    private bool ReadFirst()
    {
        while (_reader.ReadBatch(_entries))
        {
            if (_entries.Count > FewEntries)
            {
                _stage = Stage.Reading;
                return true;
            }
        }

        _stage = Stage.Reading;
        return false;
    }

    private void ReadRest()
    {
        while (!_entries.IsCut && _reader.ReadBatch(_entries))
        {
        }

        for (int index = 0; index < _entries.Count; index++)
        {
            ref FolderEntry entry = ref _entries[index];
            if (entry.Kind is EntryKind.Unknown or EntryKind.Link)
            {
                Ask(ref entry);
            }
        }

        _entries.Sort();
    }

    private void AddNextRow(HtmlBuffer buffer)
    {
        if (_next == _entries.Count)
        {
            _stage = Stage.Foot;
            return;
        }

        ref FolderEntry entry = ref _entries[_next++];
        if (entry.Length == FolderEntry.NotAsked)
        {
            Ask(ref entry);
        }

        if (entry.Kind is EntryKind.File or EntryKind.Folder)
        {
            ListingRow.Add(buffer, _entries.NameOf(entry), entry);
            _rows++;
        }
    }

    /// <summary>
    /// Fills in what is known about an entry; what is gone or not served becomes an entry without a row.
    /// </summary>
    private void Ask(ref FolderEntry entry)
    {
        Span<byte> name = _entries.TerminatedNameOf(entry);
        bool isThere = entry.Kind == EntryKind.Link
            ? TryFollow(name, out FileStatus status)
            : _tree.TryGetStatus(_folder, name, out status);
        entry.Kind = isThere ? status.Kind : EntryKind.Other;
        entry.Length = status.Length;
        entry.ModifiedTicks = status.ModifiedTicks;
    }

    /// <summary>
    /// A link is what a request for it would find: resolved from the root, and only inside.
    /// </summary>
    private bool TryFollow(ReadOnlySpan<byte> terminatedName, out FileStatus status)
    {
        byte[] path = [.. _path, .. terminatedName];
        LookupResult result = _tree.Open(path, readUpTo: 0, out OpenedFile opened);
        status = opened.Status;
        opened.Dispose();
        return result == LookupResult.Found;
    }

    private void AddFoot(HtmlBuffer buffer)
    {
        buffer.AddMarkup("</tbody>\n</table>\n<footer>"u8);
        buffer.AddNumber(_rows);
        buffer.AddMarkup(_rows == 1 ? " entry"u8 : " entries"u8);
        if (_entries.IsCut)
        {
            buffer.AddMarkup(", and more that are not shown"u8);
        }

        buffer.AddMarkup("</footer>\n</main>\n</body>\n</html>\n"u8);
    }
}
