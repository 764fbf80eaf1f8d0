// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;

namespace Linnet.Files;

/// <summary>
/// The names of one folder that may be shown, in two rented arrays: all the bytes in one, 32 bytes per entry
/// in the other. A hundred thousand names are a few megabytes and no objects. Owned by one listing; disposing
/// returns the arrays.
/// </summary>
internal sealed class FolderEntries(NameRules rules, bool keepLinks, bool atRoot) : IDisposable
{
    /// <summary>
    /// More names than this are not listed; a page longer than that helps nobody (some 150 MB of HTML).
    /// </summary>
    public const int MaxEntries = 1_000_000;

    private const int FirstEntries = 256;
    private const int FirstBytes = 8 * 1024;

    // Rented with the first name: what a constructor has rented is lost when one of the next cannot be made.
    private byte[] _names = [];
    private int _namesLength;
    private FolderEntry[] _entries = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether names were left out because there are more than <see cref="MaxEntries"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>An entry by position.</summary>
    public ref FolderEntry this[int index] => ref _entries.AsSpan(0, Count)[index];

    /// <summary>Adds a name whose length and date will be asked for when its row is written.</summary>
    public void Add(ReadOnlySpan<byte> name, EntryKind kind) =>
        Add(name, kind, FolderEntry.NotAsked, FolderEntry.NotAsked);

    /// <summary>
    /// Adds a name unless it is hidden, the folder itself or its parent, or no file or folder.
    /// </summary>
    public void Add(ReadOnlySpan<byte> name, EntryKind kind, long length, long modifiedTicks)
    {
        if (name.SequenceEqual("."u8)
            || name.SequenceEqual(".."u8)
            || kind == EntryKind.Other
            || (kind == EntryKind.Link && !keepLinks)
            || rules.Refuses(name, atRoot))
        {
            return;
        }

        if (Count == MaxEntries)
        {
            IsCut = true;
            return;
        }

        Grow(ref _names, _namesLength, Math.Max(_namesLength + name.Length + 1, FirstBytes));
        Grow(ref _entries, Count, Math.Max(Count + 1, FirstEntries));
        name.CopyTo(_names.AsSpan(_namesLength));
        _names[_namesLength + name.Length] = 0;
        _entries[Count++] = new FolderEntry
        {
            NameStart = _namesLength,
            NameLength = name.Length,
            Kind = kind,
            Length = length,
            ModifiedTicks = modifiedTicks,
        };
        _namesLength += name.Length + 1;
    }

    /// <summary>The bytes of a name as the file system has them: not always UTF-8.</summary>
    public ReadOnlySpan<byte> NameOf(in FolderEntry entry) => _names.AsSpan(entry.NameStart, entry.NameLength);

    /// <summary>The bytes of a name and the zero byte behind it.</summary>
    public Span<byte> TerminatedNameOf(in FolderEntry entry) => _names.AsSpan(entry.NameStart, entry.NameLength + 1);

    /// <summary>Folders first, then as <paramref name="order"/> says, then by <see cref="NaturalOrder"/>.</summary>
    public void Sort(ListingOrder order) => _entries.AsSpan(0, Count).Sort(new EntryOrder(_names, order));

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(_names);
        Return(_entries);
        _names = [];
        _entries = [];
        Count = 0;
    }

    private static void Grow<T>(ref T[] array, int used, int needed)
    {
        if (needed <= array.Length)
        {
            return;
        }

        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        Return(array);
        array = larger;
    }

    private static void Return<T>(T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    private readonly struct EntryOrder(byte[] names, ListingOrder order) : IComparer<FolderEntry>
    {
        public int Compare(FolderEntry left, FolderEntry right)
        {
            bool isFolder = left.Kind == EntryKind.Folder;
            if (isFolder != (right.Kind == EntryKind.Folder))
            {
                return isFolder ? -1 : 1;
            }

            int byKey = order.Key switch
            {
                ListingKey.Size when !isFolder => left.Length.CompareTo(right.Length),
                ListingKey.Date => left.ModifiedTicks.CompareTo(right.ModifiedTicks),
                ListingKey.Name or ListingKey.Size => 0,
            };
            int byName = NaturalOrder.Compare(
                names.AsSpan(left.NameStart, left.NameLength), names.AsSpan(right.NameStart, right.NameLength));
            if (order.Key == ListingKey.Name)
            {
                byKey = byName;
            }

            // Of equals, the names stand in their order in any case: to turn them round helps nobody.
            return byKey == 0 ? byName : order.IsDescending ? -byKey : byKey;
        }
    }
}
