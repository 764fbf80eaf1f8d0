// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The fields of one message as places in the bytes they came in: no copies, no strings. Offsets count from the
/// first byte of the message, so the table stays true when its bytes move to another buffer.
/// Owned by whoever owns the message; used again for the next one.
/// </summary>
internal sealed class FieldTable
{
    private const int InitialCapacity = 16;

    private Field[] _fields = new Field[InitialCapacity];

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>The field at <paramref name="index"/>, in the order received.</summary>
    public Field this[int index] => _fields.AsSpan(0, Count)[index];

    /// <summary>The fields in the order received.</summary>
    public ReadOnlySpan<Field> Fields => _fields.AsSpan(0, Count);

    /// <summary>Forgets all fields and keeps the room.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets a field; those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        Span<Field> fields = _fields.AsSpan(0, Count);
        fields[(index + 1)..].CopyTo(fields[index..]);
        Count--;
    }

    /// <summary>Appends a field. The caller bounds their number (<see cref="HeadLimits.MaxFields"/>).</summary>
    public void Add(in Field field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count * 2);
        }

        _fields[Count++] = field;
    }
}
