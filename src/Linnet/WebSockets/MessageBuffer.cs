// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.WebSockets;

/// <summary>
/// Gathers the parts of a message. Grows with what has come, not with what is promised, and however many parts there are;
/// the receiver's bounds are its own. Used by one flow.
/// </summary>
internal sealed class MessageBuffer
{
    private const int FirstBytes = 4096;

    private byte[] _array = [];
    private int _bytes;

    /// <summary>True when a message has begun and is not whole: a cancelled receive goes on with it.</summary>
    public bool IsPartial => _bytes > 0 && !IsWhole;

    /// <summary>True when the last part has come.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, _bytes);

    /// <summary>Room for some of so many bytes.</summary>
    public Memory<byte> Room(long bytes)
    {
        if (_bytes == _array.Length)
        {
            int wanted = (int)Math.Min(_bytes + bytes, Math.Max(FirstBytes, _array.Length * 2L));
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
            Content.CopyTo(larger);
            Return();
            _array = larger;
        }

        return _array.AsMemory(_bytes);
    }

    /// <summary>A part has been put into the room.</summary>
    public void Add(int bytes, bool isWhole)
    {
        _bytes += bytes;
        IsWhole = isWhole;
    }

    /// <summary>Lets go of the message.</summary>
    public void Release()
    {
        Return();
        _array = [];
        _bytes = 0;
        IsWhole = false;
    }

    private void Return()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
