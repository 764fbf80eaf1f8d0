// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Linnet.Protocol.WebSockets;

/// <summary>
/// Checks text that comes in pieces, however they are cut, and says that it is no UTF-8 with the first byte that no
/// character can have. RFC 3629 §4.
/// </summary>
internal struct Utf8Checker
{
    private const int LongestCharacter = 4;

    // The bytes of a character that was cut, of which there may be three; the first one lowest.
    private uint _cut;
    private int _cutBytes;

    /// <summary>True when the text may end here.</summary>
    public readonly bool IsWhole => _cutBytes == 0;

    /// <summary>Begins another text.</summary>
    public void Reset() => _cutBytes = 0;

    /// <summary>Checks the next piece; false when it can be no text any more.</summary>
    public bool Accept(ReadOnlySpan<byte> piece)
    {
        while (_cutBytes > 0 && !piece.IsEmpty)
        {
            if (!AcceptCut(piece[0]))
            {
                return false;
            }

            piece = piece[1..];
        }

        int tail = TailOf(piece);
        if (!Utf8.IsValid(piece[..^tail]))
        {
            return false;
        }

        foreach (byte next in piece[^tail..])
        {
            if (!AcceptCut(next))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a byte to a character that was cut.</summary>
    private bool AcceptCut(byte next)
    {
        Span<byte> character = stackalloc byte[LongestCharacter];
        for (int index = 0; index < _cutBytes; index++)
        {
            character[index] = (byte)((_cut >> (8 * index)) & 0xFF);
        }

        character[_cutBytes] = next;
        switch (Rune.DecodeFromUtf8(character[..(_cutBytes + 1)], out _, out _))
        {
            case OperationStatus.Done:
                _cutBytes = 0;
                return true;
            case OperationStatus.NeedMoreData:
                _cut = (_cutBytes == 0 ? 0 : _cut) | ((uint)next << (8 * _cutBytes));
                _cutBytes++;
                return true;
            default:
                return false;
        }
    }

    /// <summary>How many bytes at the end are the beginning of a character of more.</summary>
    private static int TailOf(ReadOnlySpan<byte> piece)
    {
        for (int back = 1; back < LongestCharacter && back <= piece.Length; back++)
        {
            byte value = piece[^back];
            if (value < 0x80)
            {
                return 0;
            }

            if (value >= 0xC0)
            {
                int length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return back < length ? back : 0;
            }
        }

        return 0;
    }
}
