// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics;

namespace Linnet.Connections;

/// <summary>
/// What has been received and not yet used, in one contiguous array: no parser has to mind a seam.
/// Holds memory only while there are bytes in it. Not thread-safe; owned by a <see cref="BufferedConnection"/>.
/// </summary>
/// <remarks>
/// <code>
///   │ free │ kept: the head in use │ used │ unread │ free │
///          ^_start                        ^_next   ^_end
/// </code>
/// While a request is handled its head stays where it was parsed, and its body and the next request pass behind it.
/// </remarks>
internal sealed class ReceiveBuffer(int maxBytes)
{
    private const int InitialBytes = 4096;

    private byte[] _array = [];
    private int _start;
    private int _kept;
    private int _next;
    private int _end;

    /// <summary>The bytes that <see cref="Keep"/> has put aside.</summary>
    public ReadOnlySpan<byte> Kept => _array.AsSpan(_start, _kept);

    /// <summary>The bytes nobody has used.</summary>
    public ReadOnlySpan<byte> Unread => _array.AsSpan(_next, _end - _next);

    /// <summary>The bytes put aside and the unread ones behind them, for looking at.</summary>
    public ReadOnlyMemory<byte> Received => _array.AsMemory(_start, _end - _start);

    /// <summary>True when every byte has been used.</summary>
    public bool IsEmpty => _next == _end;

    /// <summary>Puts the first <paramref name="count"/> unread bytes aside; they stay until <see cref="ReleaseKept"/>.</summary>
    public void Keep(int count)
    {
        Debug.Assert(_kept == 0, "Two heads at a time.");
        _start = _next;
        _kept = count;
        _next += count;
    }

    /// <summary>Lets go of the bytes put aside.</summary>
    public void ReleaseKept()
    {
        _start = _next;
        _kept = 0;
    }

    /// <summary>Uses the first <paramref name="count"/> unread bytes.</summary>
    public void Consume(int count)
    {
        Debug.Assert(count <= _end - _next, "More than there is.");
        _next += count;
        if (_kept == 0)
        {
            _start = _next;
        }
    }

    /// <summary>Copies unread bytes out and uses them.</summary>
    public int Take(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _end - _next);
        _array.AsSpan(_next, count).CopyTo(destination);
        Consume(count);
        return count;
    }

    /// <summary>Uses at most so many unread bytes and gives them where they are: valid until there is more room made.</summary>
    public ReadOnlyMemory<byte> Take(int count)
    {
        ReadOnlyMemory<byte> taken = _array.AsMemory(_next, Math.Min(count, _end - _next));
        Consume(taken.Length);
        return taken;
    }

    /// <summary>Makes room for so many bytes when none is unread, so that much can be received at once.</summary>
    public void Reserve(int bytes)
    {
        if (!IsEmpty || bytes <= _array.Length - _end)
        {
            return;
        }

        byte[] old = _array;
        bool isLargeEnough = bytes <= old.Length - _kept;
        MoveTo(isLargeEnough ? old : ArrayPool<byte>.Shared.Rent(_kept + bytes));
        if (!isLargeEnough && old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }

    /// <summary>Room for at least one more byte after the unread ones.</summary>
    /// <exception cref="InvalidOperationException">The bound is reached; a limit should have been before.</exception>
    public Memory<byte> Room()
    {
        if (_end == _array.Length)
        {
            MakeRoom();
        }

        return _array.AsMemory(_end);
    }

    /// <summary>Says that <paramref name="count"/> bytes were put into the room.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>Gives the memory back if no byte is in it.</summary>
    public void ReleaseIfEmpty()
    {
        if (IsEmpty && _kept == 0)
        {
            Release();
        }
    }

    /// <summary>Gives the memory back, bytes or no bytes.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        _start = _kept = _next = _end = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void MakeRoom()
    {
        int unread = _end - _next;
        int needed = _kept + unread;

        // Moving pays when it frees at least half; else the same few bytes would be moved again and again.
        if (needed <= _array.Length / 2 && _array.Length > 0)
        {
            MoveTo(_array);
            return;
        }

        if (needed >= maxBytes)
        {
            throw new InvalidOperationException("The receive buffer is full: a limit is larger than the buffer's bound.");
        }

        byte[] old = _array;
        MoveTo(ArrayPool<byte>.Shared.Rent(Math.Max(InitialBytes, 2 * old.Length)));
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }

    private void MoveTo(byte[] array)
    {
        // In this order: within one array the kept bytes move left, away from the unread ones.
        int unread = _end - _next;
        Buffer.BlockCopy(_array, _start, array, 0, _kept);
        Buffer.BlockCopy(_array, _next, array, _kept, unread);
        _array = array;
        _start = 0;
        _next = _kept;
        _end = _kept + unread;
    }
}
