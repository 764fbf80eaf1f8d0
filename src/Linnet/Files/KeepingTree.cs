// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// Keeps files open that are asked for again and again, and the bytes of small ones: a hot file costs one question about its
/// open handle and no lookup. See docs/adr/0042-open-files-are-kept-for-a-second.md.
/// </summary>
/// <remarks>
/// <para>Nothing stale: with every request the handle is asked, and a file that was written to, replaced, renamed, removed or
/// forbidden since is looked up anew. What the handle cannot know (a folder above was renamed) is looked up at least once a
/// second. A file whose dates cannot be relied on yet is not kept at all (<see cref="FileStatus.IsSettled"/>), nor is one that is
/// asked for once.</para>
/// <para>Bounded: a table of fixed size, in which a new file takes the place of an old one. Files are let go of within two
/// seconds of their last use, so a deleted one's space on the disk is free again.</para>
/// <para>No way out of the root: what is kept was opened beneath it, by the very path, less than a second ago.</para>
/// </remarks>
internal sealed class KeepingTree : FileTree
{
    /// <summary>How many files are kept, at most.</summary>
    public const int Places = 256;

    // Together with Places this bounds the memory: 3 MiB.
    private const int MaxContentBytes = FileHandler.SmallFileBytes;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly FileTree _tree;
    private readonly TimeProvider _time;
    private readonly long _lifetime;
    private readonly KeptFile?[] _kept = new KeptFile?[Places];
    private readonly int[] _askedFor = new int[Places];
    private readonly ITimer _timer;
    private int _isSweeping;
    private volatile bool _isDisposed;

    /// <summary>Keeps files of a tree, disposed with it.</summary>
    public KeepingTree(FileTree tree, TimeProvider time)
    {
        _tree = tree;
        _time = time;
        _lifetime = time.TimestampFrequency;
        _timer = time.CreateTimer(
            static state => (state as KeepingTree)?.Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many files are kept now.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int place = 0; place < Places; place++)
            {
                count += Volatile.Read(ref _kept[place]) is null ? 0 : 1;
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        int hash = HashOf(path);
        int place = (int)((uint)hash % Places);
        if (TryOpenKept(place, path, out opened))
        {
            return LookupResult.Found;
        }

        // Asked for twice in a row, of all that have this place: worth keeping.
        if (_askedFor[place] == hash)
        {
            return OpenAndKeep(place, path, readUpTo, out opened);
        }

        _askedFor[place] = hash;
        return Relieved(_tree.Open(path, readUpTo, out opened), path, readUpTo, ref opened);
    }

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened)
    {
        LookupResult result = _tree.OpenIn(folder, name, out opened);
        if (result != LookupResult.Unavailable || Count == 0)
        {
            return result;
        }

        LetGo(all: true);
        return _tree.OpenIn(folder, name, out opened);
    }

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => _tree.ReadFolder(folder);

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status) =>
        _tree.TryGetStatus(folder, name, out status);

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => _tree.StatusOf(file);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
        LetGo(all: true);
        _tree.Dispose();
    }

    private bool TryOpenKept(int place, ReadOnlySpan<byte> path, out OpenedFile opened)
    {
        opened = default;
        KeptFile? file = Volatile.Read(ref _kept[place]);
        if (file is null || !file.IsAt(path) || !file.TryUse())
        {
            return false;
        }

        FileStatus now = _tree.StatusOf(file.Handle);
        if (_time.GetTimestamp() >= file.Until || !now.IsSame(file.Status))
        {
            Drop(place, file);
            file.Release();
            return false;
        }

        if (file.Content is null)
        {
            opened = new OpenedFile(file);
        }
        else
        {
            opened = new OpenedFile(file.Content, file.Status, entityTag: null);
            file.Release();
        }

        return true;
    }

    private LookupResult OpenAndKeep(int place, Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        LookupResult result = Relieved(_tree.Open(path, readUpTo, out opened), path, readUpTo, ref opened);
        if (result != LookupResult.Found
            || opened.Status.Kind != EntryKind.File
            || opened.Status.Length == 0
            || !opened.Status.IsSettled(_time.GetUtcNow()))
        {
            return result;
        }

        if (opened.IsRead)
        {
            // Read and closed already, as is best for a file that is not kept: once a second it is opened twice.
            opened.Dispose();
            result = _tree.Open(path, 0, out opened);
        }

        return result == LookupResult.Found ? Keep(place, path, ref opened) : result;
    }

    private LookupResult Keep(int place, ReadOnlySpan<byte> path, ref OpenedFile opened)
    {
        byte[]? content = null;
        bool isWorthIt = opened.Status.Kind == EntryKind.File
            && !opened.IsRead
            && (opened.Status.Length > MaxContentBytes || TryReadWhole(opened, out content));
        if (isWorthIt)
        {
            KeptFile file = new(path.ToArray(), opened.Handle, opened.Status, content, _time.GetTimestamp() + _lifetime);
            _ = file.TryUse();
            Put(place, file);
            opened = new OpenedFile(file);
        }

        return LookupResult.Found;
    }

    /// <summary>Reads a small file; false when it is not what its status says, or changed meanwhile.</summary>
    private bool TryReadWhole(OpenedFile file, out byte[]? content)
    {
        byte[] bytes = new byte[file.Status.Length];
        int length = 0;
        int read = bytes.Length > 0 ? 1 : 0;
        while (read > 0 && length < bytes.Length)
        {
            read = RandomAccess.Read(file.Handle, bytes.AsSpan(length), length);
            length += read;
        }

        content = bytes;
        return length == bytes.Length && _tree.StatusOf(file.Handle).IsSame(file.Status);
    }

    /// <summary>No descriptor left: those kept here are given back first, and the lookup made again.</summary>
    private LookupResult Relieved(LookupResult result, Span<byte> path, int readUpTo, ref OpenedFile opened)
    {
        if (result != LookupResult.Unavailable || Count == 0)
        {
            return result;
        }

        LetGo(all: true);
        return _tree.Open(path, readUpTo, out opened);
    }

    private void Put(int place, KeptFile file)
    {
        Interlocked.Exchange(ref _kept[place], file)?.Release();
        if (_isDisposed)
        {
            Drop(place, file);
        }
        else if (Interlocked.Exchange(ref _isSweeping, 1) == 0)
        {
            _ = _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Drop(int place, KeptFile file)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _kept[place], null, file), file))
        {
            file.Release();
        }
    }

    private void Sweep()
    {
        // First, so that whoever keeps a file from now on starts the timer again.
        Volatile.Write(ref _isSweeping, 0);
        LetGo(all: false);
        if (Count > 0 && !_isDisposed && Interlocked.Exchange(ref _isSweeping, 1) == 0)
        {
            _ = _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    private void LetGo(bool all)
    {
        long now = _time.GetTimestamp();
        for (int place = 0; place < Places; place++)
        {
            KeptFile? file = Volatile.Read(ref _kept[place]);
            if (file is not null && (all || now >= file.Until))
            {
                Drop(place, file);
            }
        }
    }

    private static int HashOf(ReadOnlySpan<byte> path)
    {
        // Keyed anew in every process, so that nobody can choose paths that share a place.
        HashCode hash = default;
        hash.AddBytes(path);
        return hash.ToHashCode();
    }
}
