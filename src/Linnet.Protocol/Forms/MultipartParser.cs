// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Forms;

/// <summary>
/// Takes a <c>multipart/form-data</c> body apart as it comes: fed with bytes, asked for the next step. Any split of the
/// bytes gives the same parts. Holds no content, reads each byte a bounded number of times. RFC 7578, RFC 2046 §5.1.
/// </summary>
/// <remarks>
/// <code>
///   [preamble CRLF] --boundary CRLF head CRLF content CRLF --boundary CRLF head … CRLF --boundary-- [epilogue]
///    Preamble       AfterDelimiter  Head      Content       AfterDelimiter               End
/// </code>
/// </remarks>
internal sealed class MultipartParser
{
    /// <summary>RFC 2046 §5.1.1: a boundary has at most 70 characters.</summary>
    public const int MaxBoundaryBytes = 70;

    // RFC 2046 §5.1.1 lets gateways pad a boundary's line; nobody does in HTTP.
    private const int MaxPaddingBytes = 16;

    private readonly byte[] _delimiter;
    private readonly FormLimits _limits;
    private State _state;
    private bool _isAtLineStart = true;
    private int _scanned;
    private int _parts;

    /// <summary>A parser for one body.</summary>
    /// <param name="boundary">What <see cref="IsBoundary"/> holds true of.</param>
    /// <param name="limits">The bounds.</param>
    public MultipartParser(ReadOnlySpan<byte> boundary, FormLimits limits)
    {
        _delimiter = [.. "\r\n--"u8, .. boundary];
        _limits = limits;
    }

    private enum State : byte
    {
        Preamble,
        AfterDelimiter,
        Head,
        Content,
        End,
        Failed,
    }

    /// <summary>The head of the part that began last.</summary>
    public PartHead Head { get; } = new();

    /// <summary>Why the form was refused.</summary>
    public MultipartRejection Rejection { get; private set; }

    /// <summary>RFC 2046 §5.1.1: 1 to 70 bchars, the last of which is no space.</summary>
    public static bool IsBoundary(ReadOnlySpan<byte> text)
    {
        const string punctuation = "'()+_,-./:=? ";
        foreach (byte value in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && !punctuation.Contains((char)value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= MaxBoundaryBytes && text[^1] != (byte)' ';
    }

    /// <summary>Takes the next step.</summary>
    /// <param name="input">What has come and was not consumed.</param>
    /// <param name="consumed">How much of it is done with; with <see cref="MultipartStep.Data"/> it is the data.</param>
    public MultipartStep Read(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = input[consumed..];
            MultipartStep? step = _state switch
            {
                State.Preamble => ReadPreamble(rest, ref consumed),
                State.AfterDelimiter => ReadAfterDelimiter(rest, ref consumed),
                State.Head => ReadHead(rest, ref consumed),
                State.Content => ReadContent(rest, ref consumed),
                State.End => MultipartStep.Complete,
                State.Failed => MultipartStep.Rejected,
            };
            if (step is { } reached)
            {
                return reached;
            }
        }
    }

    private MultipartStep? ReadPreamble(ReadOnlySpan<byte> input, ref int consumed)
    {
        // RFC 2046 §5.1.1: what stands before the first boundary is ignored.
        int length = FindDelimiter(input, out int delimiterLength);
        consumed += length;
        _isAtLineStart &= length == 0;
        if (delimiterLength == 0)
        {
            return MultipartStep.NeedMore;
        }

        consumed += delimiterLength;
        _state = State.AfterDelimiter;
        return null;
    }

    private MultipartStep? ReadAfterDelimiter(ReadOnlySpan<byte> input, ref int consumed)
    {
        if (input.StartsWith("--"u8))
        {
            consumed += 2;
            _state = State.End;
            return null;
        }

        int padding = input.IndexOfAnyExcept((byte)' ', (byte)'\t');
        padding = padding < 0 ? input.Length : padding;
        if (padding > MaxPaddingBytes)
        {
            return Reject(MultipartRejection.InvalidDelimiter);
        }

        ReadOnlySpan<byte> end = input[padding..];
        if (end.StartsWith("\r\n"u8))
        {
            consumed += padding + 2;
            _state = State.Head;
            _scanned = 0;
            return null;
        }

        bool canBecomeEnd = "\r\n"u8.StartsWith(end) || (padding == 0 && "--"u8.StartsWith(end));
        return canBecomeEnd ? MultipartStep.NeedMore : Reject(MultipartRejection.InvalidDelimiter);
    }

    private MultipartStep? ReadHead(ReadOnlySpan<byte> input, ref int consumed)
    {
        int length = input.StartsWith("\r\n"u8) ? 2 : EndOfHead(input);
        if (length < 0 && input.Length < _limits.MaxPartHeadBytes)
        {
            _scanned = input.Length;
            return MultipartStep.NeedMore;
        }

        if (length < 0 || length > _limits.MaxPartHeadBytes)
        {
            return Reject(MultipartRejection.PartHeadTooLarge);
        }

        if (++_parts > _limits.MaxParts)
        {
            return Reject(MultipartRejection.TooManyParts);
        }

        MultipartRejection rejection = Head.Read(input[..(length - 2)]);
        if (rejection != MultipartRejection.None)
        {
            return Reject(rejection);
        }

        consumed += length;
        _state = State.Content;
        _isAtLineStart = true;
        return MultipartStep.PartBegins;
    }

    private int EndOfHead(ReadOnlySpan<byte> input)
    {
        // Not from the front each time: a head may come byte by byte.
        int from = Math.Max(0, _scanned - 3);
        int end = input[from..].IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : from + end + 4;
    }

    private MultipartStep? ReadContent(ReadOnlySpan<byte> input, ref int consumed)
    {
        int length = FindDelimiter(input, out int delimiterLength);
        if (length > 0)
        {
            consumed += length;
            _isAtLineStart = false;
            return MultipartStep.Data;
        }

        if (delimiterLength == 0)
        {
            return MultipartStep.NeedMore;
        }

        consumed += delimiterLength;
        _state = State.AfterDelimiter;
        return MultipartStep.PartEnds;
    }

    /// <summary>
    /// How many bytes stand before a boundary, or before what may become one; and how long the boundary is, or 0.
    /// </summary>
    private int FindDelimiter(ReadOnlySpan<byte> input, out int delimiterLength)
    {
        delimiterLength = 0;
        if (_isAtLineStart)
        {
            // The line end that belongs to a boundary may have been that of the empty line before it, or the body's start.
            ReadOnlySpan<byte> dashes = _delimiter.AsSpan(2);
            if (input.StartsWith(dashes))
            {
                delimiterLength = dashes.Length;
                return 0;
            }

            if (dashes.StartsWith(input))
            {
                return 0;
            }
        }

        int found = input.IndexOf(_delimiter);
        if (found >= 0)
        {
            delimiterLength = _delimiter.Length;
            return found;
        }

        // Only a boundary's own length of bytes is ever looked at again.
        int from = Math.Max(0, input.Length - _delimiter.Length + 1);
        while (true)
        {
            int start = input[from..].IndexOf((byte)'\r');
            if (start < 0 || _delimiter.AsSpan().StartsWith(input[(from + start)..]))
            {
                return start < 0 ? input.Length : from + start;
            }

            from += start + 1;
        }
    }

    private MultipartStep? Reject(MultipartRejection rejection)
    {
        Rejection = rejection;
        _state = State.Failed;
        return MultipartStep.Rejected;
    }
}
