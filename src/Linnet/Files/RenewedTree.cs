// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// A tree whose root is opened anew by its name, at most once a second and only when somebody asks: a folder
/// that was deleted and built again, or a link that moved to the next release, is served without a restart.
/// </summary>
/// <remarks>
/// The name is the operator's, and trusted; visitors' paths still start at a handle. nginx and Apache httpd
/// look the root up for every request; once a second keeps that convenience for two system calls a second.
/// </remarks>
internal sealed class RenewedTree : FileTree
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly bool _followLinksInside;
    private readonly TimeProvider _time;
    private FileTree _tree;
    private long _renewed;

    /// <summary>Opens the root for the first time.</summary>
    /// <exception cref="IOException">It cannot be opened; other exceptions as of
    /// <see cref="FileTree.Open(string, bool)"/>.</exception>
    public RenewedTree(string folder, bool followLinksInside, TimeProvider time)
    {
        // The name means the same when the process changes its working folder later.
        _folder = Path.GetFullPath(folder);
        _followLinksInside = followLinksInside;
        _time = time;
        _tree = Open(_folder, followLinksInside);
        _renewed = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        RenewWhenDue();
        while (true)
        {
            FileTree tree = Volatile.Read(ref _tree);
            try
            {
                return tree.Open(path, readUpTo, out opened);
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(tree, Volatile.Read(ref _tree)))
            {
                // Another request renewed the root between the two lines above. At most once a second.
            }
        }
    }

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) =>
        Volatile.Read(ref _tree).OpenIn(folder, name, out opened);

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => Volatile.Read(ref _tree).ReadFolder(folder);

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status) =>
        Volatile.Read(ref _tree).TryGetStatus(folder, name, out status);

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => Volatile.Read(ref _tree).StatusOf(file);

    /// <inheritdoc/>
    public override void Dispose()
    {
        // A moment in the far future: a request that is still being answered does not open the root again.
        Volatile.Write(ref _renewed, long.MaxValue);
        _tree.Dispose();
    }

    private void RenewWhenDue()
    {
        long renewed = Volatile.Read(ref _renewed);
        if (_time.GetElapsedTime(renewed) < Interval
            || Interlocked.CompareExchange(ref _renewed, _time.GetTimestamp(), renewed) != renewed)
        {
            return;
        }

        FileTree next;
        try
        {
            next = Open(_folder, _followLinksInside);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Being rebuilt just now, or no handle left: what is open serves on.
            return;
        }

        Interlocked.Exchange(ref _tree, next).Dispose();
    }
}
