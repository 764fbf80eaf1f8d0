// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// What is in a folder, made piece by piece: each call fills a buffer until it is worth sending. Knows nothing of
/// HTTP, nor how an entry is written (<see cref="ListingForm"/>). Names are read whole, since they are sorted;
/// lengths and dates are asked for when an entry is written, or before when they are what it is sorted by.
/// </summary>
/// <remarks>
/// A folder with few names is one piece. With many, the first piece ends before they are all read, so that a
/// visitor sees the page begin. A name that is gone by the time of its row is left out.
/// </remarks>
internal sealed class FolderListing : IDisposable
{
    /// <summary>
    /// A piece is sent when it has grown to this; a row is a few hundred bytes, at most a few thousand.
    /// </summary>
    public const int PieceBytes = 16 * 1024;

    /// <summary>
    /// With more entries than this, nothing is sorted by size or date, since each would have to be asked for before the first is
    /// sent: some 0.2 s for so many. See docs/adr/0043-a-listing-has-three-forms.md.
    /// </summary>
    public const int MaxSortedByStatus = 100_000;

    // About what one batch brings. More than this, and the page begins before the rest is read.
    private const int FewEntries = 1000;

    private readonly FileTree _tree;
    private readonly SafeFileHandle _folder;
    private readonly byte[] _path;
    private readonly ListingForm _form;
    private readonly FolderEntries _entries;
    private readonly FolderReader _reader;
    private readonly ListingOrder _order;
    private ListingTotals _totals;
    private Stage _stage = Stage.Head;
    private int _next;

    /// <summary>A listing of an open folder, which stays the caller's.</summary>
    /// <param name="tree">Where the folder is.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    /// <param name="form">How it is written.</param>
    /// <param name="entries">What gathers the names, and knows which are shown; disposed with this.</param>
    /// <param name="order">How they are sorted.</param>
    public FolderListing(
        FileTree tree,
        SafeFileHandle folder,
        ReadOnlySpan<byte> path,
        ListingForm form,
        FolderEntries entries,
        ListingOrder order)
    {
        _tree = tree;
        _folder = folder;
        _path = path.ToArray();
        _form = form;
        _entries = entries;
        _order = order;
        _reader = tree.ReadFolder(folder);
    }

    private enum Stage
    {
        Head,
        Reading,
        Rows,
        Foot,
        Done,
    }

    /// <summary>How it is written.</summary>
    public ListingForm Form => _form;

    /// <summary>Adds the next piece to a buffer; false when the page is complete with it.</summary>
    /// <exception cref="System.IO.IOException">The folder cannot be read any more.</exception>
    public bool Fill(ListingBuffer buffer)
    {
        bool pause = false;
        while (!pause && _stage != Stage.Done && buffer.Length < PieceBytes)
        {
            switch (_stage)
            {
                case Stage.Head:
                    _form.AddHead(buffer);
                    pause = ReadFirst();
                    break;
                case Stage.Reading:
                    ReadRest();
                    _stage = Stage.Rows;
                    break;
                case Stage.Rows:
                    AddNext(buffer);
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

        bool isByStatus = _order.Key != ListingKey.Name;
        _totals.IsCut = _entries.IsCut;
        _totals.IsByNameOnly = isByStatus && _entries.Count > MaxSortedByStatus;
        for (int index = 0; index < _entries.Count; index++)
        {
            ref FolderEntry entry = ref _entries[index];
            bool isUnknown = entry.Kind is EntryKind.Unknown or EntryKind.Link;
            if (isUnknown || (isByStatus && !_totals.IsByNameOnly && entry.Length == FolderEntry.NotAsked))
            {
                Ask(ref entry);
            }
        }

        _entries.Sort(_totals.IsByNameOnly ? default : _order);
    }

    private void AddNext(ListingBuffer buffer)
    {
        if (_next == _entries.Count)
        {
            _stage = Stage.Foot;
            return;
        }

        ref FolderEntry entry = ref _entries[_next++];
        if (entry.Length == FolderEntry.NotAsked && _form.ShowsStatus)
        {
            Ask(ref entry);
        }

        if (entry.Kind is not (EntryKind.File or EntryKind.Folder))
        {
            return;
        }

        _form.AddEntry(buffer, _entries.NameOf(entry), entry);
        bool isFile = entry.Kind == EntryKind.File;
        _totals.Files += isFile ? 1 : 0;
        _totals.Folders += isFile ? 0 : 1;
        _totals.Bytes += isFile ? entry.Length : 0;
    }

    /// <summary>
    /// Fills in what is known about an entry; what is gone or not served becomes an entry without a row.
    /// </summary>
    private void Ask(ref FolderEntry entry)
    {
        Span<byte> name = _entries.TerminatedNameOf(entry);
        bool isThere;
        FileStatus status;
        if (entry.Kind == EntryKind.Link)
        {
            isThere = TryOpen(name, out OpenedFile opened);
            status = opened.Status;
            opened.Dispose();
        }
        else
        {
            isThere = _tree.TryGetStatus(_folder, name, out status);
        }

        entry.Kind = isThere ? status.Kind : EntryKind.Other;
        entry.Length = status.Length;
        entry.ModifiedTicks = status.ModifiedTicks;
    }

    /// <summary>
    /// A link is what a request for it would find: resolved from the root, and only inside.
    /// </summary>
    private bool TryOpen(ReadOnlySpan<byte> terminatedName, out OpenedFile opened)
    {
        byte[] path = [.. _path, .. terminatedName];
        return _tree.Open(path, readUpTo: 0, out opened) == LookupResult.Found;
    }

    private void AddFoot(ListingBuffer buffer)
    {
        int index = _form.ShowsReadme ? ReadmeText.IndexIn(_entries) : -1;
        if (index < 0)
        {
            _form.AddFoot(buffer, _totals, default);
            return;
        }

        FolderEntry entry = _entries[index];
        bool isThere = TryOpen(_entries.TerminatedNameOf(entry), out OpenedFile opened);
        using OpenedFile file = opened;
        _form.AddFoot(buffer, _totals, isThere ? ReadmeText.Read(_entries.NameOf(entry), file) : default);
    }
}
