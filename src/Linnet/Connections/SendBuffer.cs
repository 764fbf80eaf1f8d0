// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics;

namespace Linnet.Connections;

/// <summary>
/// What is to be sent and has not been: heads and small bodies of one or more responses, so that they leave in one send.
/// Holds memory only while there are bytes in it. Not thread-safe; owned by a <see cref="BufferedConnection"/>.
/// </summary>
internal sealed class SendBuffer
{
    /// <summary>Bytes gathered before they are sent: a 10 KiB file and its head fit.</summary>
    public const int Capacity = 16 * 1024;

    private byte[] _array = [];
    private int _length;

    /// <summary>True when nothing waits to be sent.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>What waits to be sent.</summary>
    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, _length);

    /// <summary>Room after the bytes that wait.</summary>
    public Memory<byte> Room()
    {
        if (_array.Length == 0)
        {
            _array = ArrayPool<byte>.Shared.Rent(Capacity);
        }

        return _array.AsMemory(_length);
    }

    /// <summary>Says that <paramref name="count"/> bytes were put into the room.</summary>
    public void Filled(int count)
    {
        Debug.Assert(count <= _array.Length - _length, "More than the room holds.");
        _length += count;
    }

    /// <summary>Copies as much as there is room for and returns how much that was.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        Span<byte> room = Room().Span;
        int count = Math.Min(bytes.Length, room.Length);
        bytes[..count].CopyTo(room);
        _length += count;
        return count;
    }

    /// <summary>Forgets the bytes: they have been sent, or never will be.</summary>
    public void Clear() => _length = 0;

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        _length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
