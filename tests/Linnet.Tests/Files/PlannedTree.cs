// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using Linnet.Files;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Tests.Files;

/// <summary>
/// A tree that does what a test has planned: for what a real disk does once in a blue moon.
/// </summary>
internal sealed class PlannedTree(LookupResult result, int names = 0) : FileTree
{
    private const int NamesPerBatch = 1000;

    /// <summary>How many batches of names have been read.</summary>
    public int BatchesRead { get; private set; }

    /// <summary>How many paths have been looked up.</summary>
    public int Lookups { get; private set; }

    /// <summary>Whether the folder fails after its first batch.</summary>
    public bool FailsWhileReading { get; init; }

    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        Lookups++;
        bool isFolder = path.Length == 1;
        opened = isFolder && result == LookupResult.Found
            ? new OpenedFile(new SafeFileHandle(), new FileStatus(EntryKind.Folder, 0, 0))
            : default;
        return isFolder || result == LookupResult.Unavailable ? result : LookupResult.NotFound;
    }

    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened)
    {
        opened = new OpenedFile(default(ReadOnlyMemory<byte>), new FileStatus(EntryKind.File, 0, 0), null);
        return LookupResult.Found;
    }

    public override FolderReader ReadFolder(SafeFileHandle folder) => new Reader(this);

    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status)
    {
        status = new FileStatus(EntryKind.File, 1234, DateTime.UnixEpoch.Ticks);
        return true;
    }

    public override FileStatus StatusOf(SafeFileHandle file) => default;

    public override void Dispose()
    {
    }

    private sealed class Reader(PlannedTree tree) : FolderReader
    {
        public override bool ReadBatch(FolderEntries entries)
        {
            int first = tree.BatchesRead * NamesPerBatch;
            if (tree.FailsWhileReading && tree.BatchesRead == 2)
            {
                throw new IOException("The disk has failed, as planned.");
            }

            if (first >= tree.Names)
            {
                return false;
            }

            tree.BatchesRead++;
            Span<byte> name = stackalloc byte[32];
            for (int number = first; number < Math.Min(first + NamesPerBatch, tree.Names); number++)
            {
                // Not in order, so that there is something to sort.
                int length = Encoding.ASCII.GetBytes($"report-{number * 7919L % 1_000_003}.txt", name);
                entries.Add(name[..length], EntryKind.File);
            }

            return true;
        }

        public override void Dispose()
        {
        }
    }

    private int Names => names;
}
