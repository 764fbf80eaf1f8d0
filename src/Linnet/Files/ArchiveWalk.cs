// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;

namespace Linnet.Files;

/// <summary>
/// Goes through all that is served below a folder, one file or folder after the other, each folder before what is in it. Every
/// step opens one name in a folder that is held open and follows no link, so whatever is swapped or moved meanwhile, no step
/// leads out. Owns all it opens.
/// </summary>
/// <remarks>
/// What is left out is what a listing leaves out: hidden names, pipes, and links; with links followed inside the root, a link
/// to a file is that file, and a link to a folder is still left out, since it may lead in a circle. What is gone when its turn
/// comes is left out as well. Bounded in depth, in the length of names, and in entries.
/// </remarks>
internal sealed class ArchiveWalk : IDisposable
{
    /// <summary>More entries than this are no archive: as many as a directory at its end can hold in 64 MiB, and more.</summary>
    public const int MaxEntries = 500_000;

    /// <summary>Folders deeper than this are not gone into; each on the way is held open.</summary>
    public const int MaxDepth = 64;

    /// <summary>The longest name in an archive: what Linux takes for a path.</summary>
    public const int MaxNameBytes = 4096;

    private readonly FileTree _tree;
    private readonly NameRules _rules;
    private readonly bool _followLinks;
    private readonly Stack<Frame> _frames = new();
    private readonly byte[] _name;
    private readonly int _start;
    private readonly bool _isRoot;
    private OpenedFile _opened;
    private bool _hasOpened;
    private int _count;

    /// <summary>A walk below an open folder, which becomes the walk's.</summary>
    /// <param name="tree">Where the folder is.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    /// <param name="rules">Which names are left out.</param>
    /// <param name="followLinks">Whether links to files are those files.</param>
    public ArchiveWalk(FileTree tree, OpenedFile folder, ReadOnlySpan<byte> path, NameRules rules, bool followLinks)
    {
        _tree = tree;
        _rules = rules;
        _followLinks = followLinks;
        _isRoot = path.IsEmpty;
        _start = path.Length;
        _name = new byte[path.Length + MaxNameBytes + 1];
        path.CopyTo(_name);
        _frames.Push(new Frame(folder, NewEntries(), path.Length));
    }

    /// <summary>Takes one name of the folder into the archive, instead of all; false when there is none that is served.</summary>
    public bool TryChoose(ReadOnlySpan<byte> name)
    {
        Frame frame = _frames.Peek();
        byte[] terminated = [.. name, 0];
        int count = frame.Entries.Count;
        if (_tree.TryGetStatus(frame.Folder.Handle, terminated, out FileStatus status))
        {
            frame.Entries.Add(name, status.Kind);
        }

        return frame.Entries.Count > count;
    }

    /// <summary>Takes what has been chosen, each name once.</summary>
    public void Choose()
    {
        Frame frame = _frames.Peek();
        frame.Entries.Sort(default);
        frame.IsRead = true;
    }

    /// <summary>Opens what comes next; false at the end.</summary>
    /// <exception cref="IOException">
    /// A bound is exceeded, no handle is left, or the disk failed: there is no whole archive.
    /// </exception>
    public bool TryNext(out ArchiveItem item)
    {
        CloseOpened();
        while (_frames.Count > 0)
        {
            Frame frame = _frames.Peek();
            Read(frame);
            if (frame.Next == frame.Entries.Count)
            {
                _frames.Pop().Dispose();
            }
            else if (TryOpenNext(frame, out item))
            {
                return true;
            }
        }

        item = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseOpened();
        while (_frames.Count > 0)
        {
            _frames.Pop().Dispose();
        }
    }

    private FolderEntries NewEntries() => new(_rules, _followLinks, atRoot: _frames.Count == 0 && _isRoot);

    /// <summary>Reads the names in a folder when it is its turn.</summary>
    private void Read(Frame frame)
    {
        if (frame.IsRead)
        {
            return;
        }

        using (FolderReader reader = _tree.ReadFolder(frame.Folder.Handle))
        {
            while (!frame.Entries.IsCut && reader.ReadBatch(frame.Entries))
            {
            }
        }

        frame.Entries.Sort(default);
        frame.IsRead = true;
    }

    private bool TryOpenNext(Frame frame, out ArchiveItem item)
    {
        item = default;
        int index = frame.Next++;
        FolderEntry entry = frame.Entries[index];
        ReadOnlySpan<byte> name = frame.Entries.NameOf(entry);
        if (index > 0 && frame.Entries.NameOf(frame.Entries[index - 1]).SequenceEqual(name))
        {
            // Chosen twice.
            return false;
        }

        int length = frame.NameEnd + name.Length;
        if (_count == MaxEntries || length - _start > MaxNameBytes - 1)
        {
            throw new IOException("The folder has too many entries, or too long names, to be sent as an archive.");
        }

        name.CopyTo(_name.AsSpan(frame.NameEnd));
        _name[length] = 0;
        if (!TryOpen(frame, entry, length))
        {
            return false;
        }

        _count++;
        if (_opened.Status.Kind == EntryKind.Folder)
        {
            _name[length++] = (byte)'/';
            Enter(length);
        }

        item = new ArchiveItem(UnpackedName.Of(_name.AsMemory(_start, length - _start)), _opened);
        return true;
    }

    private bool TryOpen(Frame frame, FolderEntry entry, int length)
    {
        LookupResult result = entry.Kind == EntryKind.Link
            ? _tree.Open(_name.AsSpan(0, length + 1), readUpTo: -1, out _opened)
            : _tree.OpenIn(frame.Folder.Handle, frame.Entries.TerminatedNameOf(entry), out _opened);
        if (result == LookupResult.Unavailable)
        {
            throw new IOException("There is no handle left to open the next file of an archive with.");
        }

        _hasOpened = result == LookupResult.Found;
        if (_hasOpened && entry.Kind == EntryKind.Link && _opened.Status.Kind == EntryKind.Folder)
        {
            CloseOpened();
        }

        return _hasOpened;
    }

    /// <summary>What is in the folder just opened comes next; its handle is the new frame's.</summary>
    private void Enter(int nameEnd)
    {
        if (_frames.Count > MaxDepth)
        {
            throw new IOException("The folder is too deep to be sent as an archive.");
        }

        _frames.Push(new Frame(_opened, NewEntries(), nameEnd));
        _hasOpened = false;
    }

    private void CloseOpened()
    {
        if (_hasOpened)
        {
            _opened.Dispose();
            _hasOpened = false;
        }
    }

    private sealed class Frame(OpenedFile folder, FolderEntries entries, int nameEnd) : IDisposable
    {
        public OpenedFile Folder { get; } = folder;

        public FolderEntries Entries { get; } = entries;

        // Where the names of what is in it begin.
        public int NameEnd { get; } = nameEnd;

        public bool IsRead { get; set; }

        public int Next { get; set; }

        public void Dispose()
        {
            Entries.Dispose();
            Folder.Dispose();
        }
    }
}
