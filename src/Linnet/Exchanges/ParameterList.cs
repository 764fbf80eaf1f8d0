// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using Linnet.Protocol.Forms;

namespace Linnet.Exchanges;

/// <summary>
/// Names and values in the order they came, decoded once, in one array: text is made when it is asked for. Looked through
/// from the front, so no choice of names makes it slow.
/// </summary>
internal sealed class ParameterList
{
    private byte[] _bytes = [];
    private Entry[] _entries = [];
    private int _length;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a query or a simple form; false when it has more than <paramref name="maxCount"/> pairs.</summary>
    public bool TryParse(ReadOnlySpan<byte> encoded, int maxCount)
    {
        Grow(ref _bytes, 0, encoded.Length);
        while (UrlEncoded.TryRead(ref encoded, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (Count == maxCount)
            {
                return false;
            }

            int nameLength = UrlEncoded.Decode(name, _bytes.AsSpan(_length));
            int valueLength = UrlEncoded.Decode(value, _bytes.AsSpan(_length + nameLength));
            Append(nameLength, valueLength);
        }

        return true;
    }

    /// <summary>Appends a pair that is decoded already.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Grow(ref _bytes, _length, name.Length + value.Length);
        name.CopyTo(_bytes.AsSpan(_length));
        value.CopyTo(_bytes.AsSpan(_length + name.Length));
        Append(name.Length, value.Length);
    }

    /// <summary>Where a name stands at or after an index, or -1.</summary>
    public int IndexOf(string name, int from = 0)
    {
        bool isAscii = Ascii.IsValid(name);
        for (int index = from; index < Count; index++)
        {
            if (isAscii ? Ascii.Equals(Name(index), name) : Text(Name(index)).Equals(name, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Where a name in UTF-8 stands, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (int index = 0; index < Count; index++)
        {
            if (Name(index).SequenceEqual(name))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The values of a name.</summary>
    public IReadOnlyList<string> All(string name)
    {
        List<string> values = [];
        for (int index = IndexOf(name); index >= 0; index = IndexOf(name, index + 1))
        {
            values.Add(Text(Value(index)));
        }

        return values;
    }

    /// <summary>A pair as text.</summary>
    public KeyValuePair<string, string> Pair(int index) => new(Text(Name(index)), Text(Value(index)));

    /// <summary>A name's bytes.</summary>
    public ReadOnlySpan<byte> Name(int index) => _bytes.AsSpan(_entries[index].Start, _entries[index].NameLength);

    /// <summary>A value's bytes.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        Entry entry = _entries[index];
        return _bytes.AsSpan(entry.Start + entry.NameLength, entry.ValueLength);
    }

    /// <summary>Text of bytes: what is no UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>The same in memory of its own, for whoever says to nobody when it is needed no more.</summary>
    public ParameterList ToOwned() => new()
    {
        _bytes = _bytes.AsSpan(0, _length).ToArray(),
        _entries = _entries.AsSpan(0, Count).ToArray(),
        _length = _length,
        Count = Count,
    };

    /// <summary>Forgets all and gives the memory back.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        if (_entries.Length > 0)
        {
            ArrayPool<Entry>.Shared.Return(_entries);
        }

        _bytes = [];
        _entries = [];
        _length = 0;
        Count = 0;
    }

    private static void Grow<T>(ref T[] array, int used, int needed)
    {
        if (needed <= array.Length - used)
        {
            return;
        }

        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(used + needed, 2 * array.Length));
        array.AsSpan(0, used).CopyTo(larger);
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }

        array = larger;
    }

    private void Append(int nameLength, int valueLength)
    {
        Grow(ref _entries, Count, 1);
        _entries[Count++] = new Entry(_length, nameLength, valueLength);
        _length += nameLength + valueLength;
    }

    private readonly record struct Entry(int Start, int NameLength, int ValueLength);
}
