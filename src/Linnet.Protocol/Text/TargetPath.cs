// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text.Unicode;

namespace Linnet.Protocol.Text;

/// <summary>
/// Turns the path of a request target, as sent, into the one form that may name something: decoded exactly
/// once, dot segments removed, separators that are separators to everybody. Pure; works in place; linear in
/// the length of the path.
/// </summary>
/// <remarks>
/// <para>The form is relative: <c>/a/./b/../c%20d/</c> becomes <c>a/c d/</c>, and <c>/</c> becomes the empty
/// text. It is UTF-8 without control characters; no segment is empty, "." or ".."; a slash at the end says
/// that a folder is meant. Since no decoded byte is a slash, splitting it at slashes gives back exactly the
/// segments.</para>
/// <para>Decoding comes before dot removal (RFC 3986 §6.2.2.2: %2E is "."), and neither happens twice:
/// %252E%252E is the literal name "%2E%2E". An empty segment inside the path is refused rather than merged:
/// RFC 3986 §3.3 makes it a segment of its own, and merging gives one thing many names, so that a rule for
/// <c>/private/</c> misses <c>//private/</c> (nginx merges by default and documents that trap; Go redirects;
/// we answer 404, as for any name no file has).</para>
/// </remarks>
internal static class TargetPath
{
    /// <summary>
    /// What an encoded slash is in the form of <see cref="NormalizeSegments"/>: NUL, which no path holds otherwise.
    /// </summary>
    public const byte SlashInSegment = 0;

    /// <summary>
    /// Normalises a path in place: the relative form is the first <paramref name="length"/> bytes afterwards.
    /// It is always shorter than the path, so one byte behind it is free for a terminator. After a rejection
    /// the bytes mean nothing.
    /// </summary>
    public static TargetPathRejection Normalize(Span<byte> path, out int length) =>
        Normalize(path, keepsSeparators: false, out length);

    /// <summary>
    /// The same for a reader that takes single segments as data: an encoded slash or backslash is then part of its
    /// segment. The slash is written as <see cref="SlashInSegment"/>, so that splitting at slashes still gives back
    /// exactly the segments.
    /// </summary>
    public static TargetPathRejection NormalizeSegments(Span<byte> path, out int length) =>
        Normalize(path, keepsSeparators: true, out length);

    /// <summary>The status that answers a rejection.</summary>
    public static int StatusOf(TargetPathRejection rejection) => rejection switch
    {
        TargetPathRejection.None => 200,
        TargetPathRejection.NotAbsolute => 400,
        TargetPathRejection.InvalidCharacter => 400,
        TargetPathRejection.InvalidEncoding => 400,
        TargetPathRejection.EncodedSlash => 400,
        TargetPathRejection.Backslash => 400,
        TargetPathRejection.ControlCharacter => 400,
        TargetPathRejection.InvalidUtf8 => 400,
        TargetPathRejection.AboveRoot => 400,
        TargetPathRejection.EmptySegment => 404,
    };

    private static TargetPathRejection Normalize(Span<byte> path, bool keepsSeparators, out int length)
    {
        length = 0;
        if (path.IsEmpty || path[0] != (byte)'/')
        {
            return TargetPathRejection.NotAbsolute;
        }

        // Every round takes one segment and the slash behind it. Written bytes never overtake the read ones:
        // a segment only gets shorter by decoding, and the leading slash is not written at all.
        int read = 1;
        int write = 0;
        bool last = false;
        while (!last)
        {
            int start = write;
            TargetPathRejection rejection = DecodeSegment(path, keepsSeparators, ref read, ref write);
            if (rejection != TargetPathRejection.None)
            {
                return rejection;
            }

            last = read == path.Length;
            rejection = PlaceSegment(path, start, ref write, last);
            if (rejection != TargetPathRejection.None)
            {
                return rejection;
            }

            read++;
        }

        length = write;
        return TargetPathRejection.None;
    }

    /// <summary>Decodes up to the next slash or the end and checks the bytes it wrote.</summary>
    private static TargetPathRejection DecodeSegment(
        Span<byte> path, bool keepsSeparators, ref int read, ref int write)
    {
        int start = write;
        bool ascii = true;
        while (read < path.Length && path[read] != (byte)'/')
        {
            byte value = path[read];
            TargetPathRejection rejection = value == (byte)'%'
                ? DecodeTriplet(path[read..], keepsSeparators, out value)
                : CheckRaw(value);
            if (rejection != TargetPathRejection.None)
            {
                return rejection;
            }

            read += path[read] == (byte)'%' ? PercentEncoding.MaxBytesPerByte : 1;
            ascii &= value < 0x80;
            path[write++] = value;
        }

        return ascii ? TargetPathRejection.None : CheckUnicode(path[start..write]);
    }

    private static TargetPathRejection DecodeTriplet(
        ReadOnlySpan<byte> text, bool keepsSeparators, out byte decoded)
    {
        if (!PercentEncoding.TryDecodeTriplet(text, out decoded))
        {
            return TargetPathRejection.InvalidEncoding;
        }

        if (keepsSeparators && (decoded == (byte)'/' || decoded == (byte)'\\'))
        {
            decoded = decoded == (byte)'/' ? SlashInSegment : decoded;
            return TargetPathRejection.None;
        }

        return decoded switch
        {
            (byte)'/' => TargetPathRejection.EncodedSlash,
            (byte)'\\' => TargetPathRejection.Backslash,
            < 0x20 or 0x7F => TargetPathRejection.ControlCharacter,
            _ => TargetPathRejection.None,
        };
    }

    /// <summary>
    /// RFC 3986 §3.3 allows pchar only; browsers also send "|", "^", "[", "]" and a few more as they are,
    /// which harm nobody.
    /// </summary>
    private static TargetPathRejection CheckRaw(byte value) => value switch
    {
        (byte)'\\' => TargetPathRejection.Backslash,
        <= 0x20 or >= 0x7F or (byte)'?' or (byte)'#' => TargetPathRejection.InvalidCharacter,
        _ => TargetPathRejection.None,
    };

    /// <summary>
    /// Overlong forms and surrogates are not UTF-8 (RFC 3629 §3); C1 controls steer terminals that show a
    /// log.
    /// </summary>
    private static TargetPathRejection CheckUnicode(ReadOnlySpan<byte> segment)
    {
        if (!Utf8.IsValid(segment))
        {
            return TargetPathRejection.InvalidUtf8;
        }

        for (int lead = segment.IndexOf((byte)0xC2); lead >= 0; lead = segment.IndexOf((byte)0xC2))
        {
            // U+0080 to U+009F is C2 80 to C2 9F, and valid UTF-8 has a byte behind C2.
            if (segment[lead + 1] < 0xA0)
            {
                return TargetPathRejection.ControlCharacter;
            }

            segment = segment[(lead + 2)..];
        }

        return TargetPathRejection.None;
    }

    /// <summary>
    /// Keeps the segment from <paramref name="start"/>, or obeys it when it is made of dots.
    /// </summary>
    private static TargetPathRejection PlaceSegment(Span<byte> path, int start, ref int write, bool last)
    {
        Span<byte> segment = path[start..write];
        if (segment.IsEmpty)
        {
            return last ? TargetPathRejection.None : TargetPathRejection.EmptySegment;
        }

        if (segment.SequenceEqual("."u8))
        {
            write = start;
            return TargetPathRejection.None;
        }

        if (segment.SequenceEqual(".."u8))
        {
            if (start == 0)
            {
                return TargetPathRejection.AboveRoot;
            }

            // RFC 3986 §5.2.4: remove the segment before it. Each written byte is walked back over at most
            // once.
            write = path[..(start - 1)].LastIndexOf((byte)'/') + 1;
            return TargetPathRejection.None;
        }

        if (!last)
        {
            path[write++] = (byte)'/';
        }

        return TargetPathRejection.None;
    }
}
