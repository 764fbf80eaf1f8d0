// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>
/// Reads the framing of the chunked coding and leaves the payload alone: it says how many payload bytes come next, and
/// whoever moves them says when they have gone by. RFC 9112 §7.1.
/// </summary>
/// <remarks>
/// <code>
///   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
///   last-chunk   = 1*"0" [ chunk-ext ] CRLF
///
///   Size ──▶ [Extension] ──▶ SizeLineFeed ──▶ Data ──▶ DataCarriageReturn ──▶ DataLineFeed
///    ▲                            │                                                │
///    └────────────────────────────│────────────────────────────────────────────────┘
///                                 └─(size 0)─▶ Trailers ──▶ Complete
/// </code>
/// Any state goes to Rejected at the first byte that breaks a rule, and stays there. Every byte outside the payload is
/// checked: whatever one reader skips, another one reads.
/// </remarks>
internal sealed class ChunkedDecoder
{
    // 16 digits hold 64 bits. Leading zeros count: a size that goes on for ever is one too.
    private const int MaxSizeDigits = 16;

    private readonly HeadLimits _limits;
    private readonly TrailerReader _trailerReader;
    private Phase _phase;
    private ulong _size;
    private int _sizeDigits;
    private int _extensionBytes;
    private ChunkExtensionState _extension;

    /// <summary>Makes a decoder that enforces <paramref name="limits"/>.</summary>
    public ChunkedDecoder(HeadLimits limits)
    {
        _limits = limits;
        _trailerReader = new TrailerReader(limits);
    }

    private enum Phase : byte
    {
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Trailers,
        Complete,
        Rejected,
    }

    /// <summary>Payload bytes of the current chunk that have not gone by.</summary>
    public long ChunkRemaining { get; private set; }

    /// <summary>The trailer fields; whole once the result is <see cref="ChunkedResult.Complete"/>.</summary>
    public Trailers Trailers => _trailerReader.Trailers;

    /// <summary>Why the coding was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Makes the decoder ready for the next body.</summary>
    public void Reset()
    {
        _phase = Phase.Size;
        _size = 0;
        _sizeDigits = 0;
        _extensionBytes = 0;
        ChunkRemaining = 0;
        Rejection = RequestRejection.None;
        _trailerReader.Reset();
    }

    /// <summary>Says that the next <paramref name="count"/> payload bytes have been taken.</summary>
    public void Advance(long count)
    {
        Debug.Assert(_phase == Phase.Data, "No payload is due.");
        Debug.Assert(count <= ChunkRemaining, "More than the chunk holds.");
        ChunkRemaining -= count;
        if (ChunkRemaining == 0)
        {
            _phase = Phase.DataCarriageReturn;
        }
    }

    /// <summary>Reads framing up to the next payload, the end, or the end of what is there.</summary>
    /// <param name="buffer">Unread bytes. A trailer line that is not whole is not consumed: give it again with more.</param>
    /// <param name="consumed">How many bytes of framing were read; they must not be given again.</param>
    public ChunkedResult Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            switch (_phase)
            {
                case Phase.Data:
                    return ChunkedResult.Data;
                case Phase.Complete:
                    return ChunkedResult.Complete;
                case Phase.Rejected:
                    return ChunkedResult.Rejected;
                case Phase.Trailers:
                    return ReadTrailers(buffer, ref consumed);
            }

            if (consumed == buffer.Length)
            {
                return ChunkedResult.Incomplete;
            }

            RequestRejection rejection = Step(buffer[consumed]);
            if (rejection != RequestRejection.None)
            {
                return Reject(rejection);
            }

            consumed++;
        }
    }

    private RequestRejection Step(byte value) => _phase switch
    {
        Phase.Size => ReadSize(value),
        Phase.Extension => ReadExtension(value),
        Phase.SizeLineFeed => value == '\n' ? EndSizeLine() : RequestRejection.InvalidChunkLineEnd,
        Phase.DataCarriageReturn => EndData(value == '\r', Phase.DataLineFeed),
        Phase.DataLineFeed => EndData(value == '\n', Phase.Size),
        Phase.Data or Phase.Trailers or Phase.Complete or Phase.Rejected => throw new UnreachableException(),
    };

    private RequestRejection ReadSize(byte value)
    {
        if (char.IsAsciiHexDigit((char)value))
        {
            // RFC 9112 §7.1: a recipient MUST anticipate large sizes and prevent errors of conversion.
            _size = (_size << 4) | HexValue(value);
            return ++_sizeDigits > MaxSizeDigits || _size > long.MaxValue
                ? RequestRejection.ChunkSizeTooLarge
                : RequestRejection.None;
        }

        if (_sizeDigits == 0)
        {
            return RequestRejection.InvalidChunkSize;
        }

        if (value == '\r')
        {
            _phase = Phase.SizeLineFeed;
            return RequestRejection.None;
        }

        if (value == '\n')
        {
            return RequestRejection.InvalidChunkLineEnd;
        }

        _extension = ChunkExtensionState.Start;
        _phase = Phase.Extension;
        return value is (byte)';' or (byte)' ' or (byte)'\t' ? ReadExtension(value) : RequestRejection.InvalidChunkSize;
    }

    private RequestRejection ReadExtension(byte value)
    {
        if (value == '\r' && ChunkExtensions.MayEnd(_extension))
        {
            _phase = Phase.SizeLineFeed;
            return RequestRejection.None;
        }

        if (_extensionBytes == _limits.MaxChunkExtensionBytes)
        {
            return RequestRejection.ChunkExtensionsTooLong;
        }

        _extensionBytes++;
        _extension = ChunkExtensions.Next(_extension, value);
        return _extension == ChunkExtensionState.Invalid
            ? RequestRejection.InvalidChunkExtension
            : RequestRejection.None;
    }

    private RequestRejection EndSizeLine()
    {
        ChunkRemaining = (long)_size;
        _size = 0;
        _sizeDigits = 0;
        _phase = ChunkRemaining == 0 ? Phase.Trailers : Phase.Data;
        return RequestRejection.None;
    }

    private RequestRejection EndData(bool isExpected, Phase next)
    {
        // RFC 9112 §7.1: exactly CR LF follows the data. Skipping two bytes unread is a known way to be desynchronised.
        _phase = next;
        return isExpected ? RequestRejection.None : RequestRejection.InvalidChunkDataEnd;
    }

    private ChunkedResult ReadTrailers(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        ParseResult result = _trailerReader.Read(buffer[consumed..], out int read);
        consumed += read;
        switch (result)
        {
            case ParseResult.Incomplete:
                return ChunkedResult.Incomplete;
            case ParseResult.Rejected:
                return Reject(_trailerReader.Rejection);
            default:
                _phase = Phase.Complete;
                return ChunkedResult.Complete;
        }
    }

    private ChunkedResult Reject(RequestRejection rejection)
    {
        _phase = Phase.Rejected;
        Rejection = rejection;
        return ChunkedResult.Rejected;
    }

    private static uint HexValue(byte digit) =>
        digit <= '9' ? digit - (uint)'0' : (digit | 0x20u) - 'a' + 10;
}
