// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.Exchanges;

/// <summary>
/// Bytes gathered in an array from the pool, which is given back as soon as there are none. Not thread-safe; grows as long
/// as somebody writes, so whoever owns one bounds it.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 4096;

    private byte[] _array = [];

    /// <summary>Bytes gathered.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes gathered; valid until more are written or any are forgotten.</summary>
    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, Length);

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        Length += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsMemory(Length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>Appends text in UTF-8.</summary>
    public void Write(string text)
    {
        MakeRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _array.AsSpan(Length));
    }

    /// <summary>Forgets all but the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets the bytes and gives the memory back.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void MakeRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int wanted = Math.Max(sizeHint, 1);
        if (wanted <= _array.Length - Length)
        {
            return;
        }

        // Twice as much each time, so that every byte is moved once on average.
        long size = Math.Max((long)Length + wanted, Math.Max(InitialBytes, 2L * _array.Length));
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(size, Array.MaxLength));
        Content.CopyTo(larger);
        byte[] old = _array;
        _array = larger;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
