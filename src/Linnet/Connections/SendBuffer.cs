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

    // The message has begun to leave: its first byte is not here any more.
    private const int Left = -1;

    private byte[] _array = [];
    private int _start;
    private int _message;
    private int _length;

    /// <summary>True when nothing waits to be sent.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>What waits to be sent.</summary>
    public ReadOnlyMemory<byte> Content => _array.AsMemory(_start, _length - _start);

    /// <summary>What waits of the messages before the current one.</summary>
    public ReadOnlyMemory<byte> Earlier =>
        _message > _start ? _array.AsMemory(_start, _message - _start) : ReadOnlyMemory<byte>.Empty;

    /// <summary>True as long as every byte of the current message that was put in is still here.</summary>
    public bool HoldsWholeMessage => _message != Left;

    /// <summary>A new message begins.</summary>
    public void BeginMessage() => _message = _length;

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
    public void Clear()
    {
        _message = _message == _length ? 0 : Left;
        _start = _length = 0;
    }

    /// <summary>Forgets the messages before the current one: they have been sent.</summary>
    public void ClearEarlier()
    {
        _start = _message;
        if (_start == _length)
        {
            _start = _message = _length = 0;
        }
    }

    /// <summary>Forgets what is here of the current message, all of which must be.</summary>
    public void TakeMessageBack()
    {
        Debug.Assert(HoldsWholeMessage, "What has been sent cannot be taken back.");
        _length = _message;
        if (_start == _length)
        {
            _start = _message = _length = 0;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        _start = _message = _length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
