// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Text;

namespace Linnet.Fuzz.Judging;

/// <summary>
/// All that a reader said about one input, as bytes that compare, and how often it was asked. Used again for the next input,
/// so that what is allocated is the reader's alone.
/// </summary>
internal sealed class Transcript
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;
    private int _calls;
    private int _maxCalls;

    /// <summary>What was said.</summary>
    public ReadOnlySpan<byte> Said => _bytes.AsSpan(0, _length);

    /// <summary>How often a reader was asked.</summary>
    public int Calls => _calls;

    /// <summary>Forgets all, and sets how often a reader may be asked from here on.</summary>
    public void Begin(int maxCalls)
    {
        _length = 0;
        _calls = 0;
        _maxCalls = maxCalls;
    }

    /// <summary>Counts a call. One too many is a reader that does not come to an end.</summary>
    public void Count()
    {
        _calls++;
        BreachException.Unless(_calls <= _maxCalls, "the number of steps is linear in the length of the input.");
    }

    /// <summary>Adds bytes, as they are: two pieces are the same as both at once.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), number);
        _length += sizeof(long);
    }

    /// <summary>Adds an answer.</summary>
    public void Add(bool answer) => Add(answer ? 1 : 0);

    /// <summary>Adds bytes and how many they are, so that what follows is told from them.</summary>
    public void AddField(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        Add(bytes);
    }

    /// <summary>Adds text.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Add(count);
        Encoding.UTF8.GetBytes(text, Room(count));
        _length += count;
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + count, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(_length);
    }
}
