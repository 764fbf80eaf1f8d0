// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Representations;

/// <summary>Whether a request's conditions hold for what there is, in the order of RFC 9110 §13.2.2.</summary>
/// <remarks><code>
/// If-Match ──────────────── no such field ─▶ If-Unmodified-Since
///    │ false: 412   true: on                     │ false: 412   true: on
///    ▼                                           ▼
/// If-None-Match ─────────── no such field ─▶ If-Modified-Since (GET and HEAD)
///    │ false: 304, or 412   true: on             │ false: 304   true: on
///    ▼                                           ▼
/// Range with If-Range (GET)
/// </code></remarks>
internal static class Preconditions
{
    // "Wednesday, 09-Nov-94 08:49:37 GMT", the longest of the three forms of RFC 9110 §5.6.7.
    private const int LongestDate = 33;

    /// <summary>Weighs the conditions for something that exists.</summary>
    /// <param name="fields">The conditions.</param>
    /// <param name="current">What there is.</param>
    /// <param name="isRead">True for GET and HEAD.</param>
    /// <param name="now">Settles the century of a date that leaves it out.</param>
    public static PreconditionOutcome Evaluate(
        in ConditionFields fields, in Validators current, bool isRead, DateTimeOffset now)
    {
        // RFC 9110 §13.2.2, steps 1 and 2: a date is looked at only where there are no tags.
        bool mayGoOn = fields.IfMatch.IsPresent
            ? Matches(fields.IfMatch.Bytes, current, strongly: true)
            : IsUnmodified(fields.IfUnmodifiedSince, current, now) ?? true;
        if (!mayGoOn)
        {
            return PreconditionOutcome.Failed;
        }

        // RFC 9110 §13.2.2, steps 3 and 4.
        if (fields.IfNoneMatch.IsPresent)
        {
            bool has = Matches(fields.IfNoneMatch.Bytes, current, strongly: false);
            PreconditionOutcome hit = isRead ? PreconditionOutcome.NotModified : PreconditionOutcome.Failed;
            return has ? hit : PreconditionOutcome.Proceed;
        }

        // RFC 9110 §13.1.3: ignored with any other method.
        return isRead && IsUnmodified(fields.IfModifiedSince, current, now) == true
            ? PreconditionOutcome.NotModified
            : PreconditionOutcome.Proceed;
    }

    /// <summary>Whether If-Range allows a part to be sent; also when there is no such field. RFC 9110 §13.1.5.</summary>
    public static bool AllowRange(FieldValue ifRange, in Validators current, DateTimeOffset now)
    {
        if (!ifRange.IsPresent)
        {
            return true;
        }

        // RFC 9110 §13.1.5: a date, when it is no tag, has to be exactly the same and strong.
        return EntityTag.Is(ifRange.Bytes, current.EntityTag, strongly: true)
            || (current.IsDateStrong
                && TryReadDate(ifRange.Bytes, now, out DateTimeOffset date)
                && date == current.LastModified);
    }

    /// <summary>RFC 9110 §13.1.1, §13.1.2: an asterisk is whatever exists.</summary>
    private static bool Matches(ReadOnlySpan<byte> list, in Validators current, bool strongly) =>
        list.SequenceEqual("*"u8) || EntityTag.ListNames(list, current.EntityTag, strongly);

    /// <summary>
    /// Null where the field is to be ignored: there is none, it is no date, or there is no date to compare it with
    /// (RFC 9110 §13.1.3, §13.1.4).
    /// </summary>
    private static bool? IsUnmodified(FieldValue since, in Validators current, DateTimeOffset now) =>
        since.IsPresent && current.LastModified is { } modified && TryReadDate(since.Bytes, now, out DateTimeOffset date)
            ? modified <= date
            : null;

    private static bool TryReadDate(ReadOnlySpan<byte> bytes, DateTimeOffset now, out DateTimeOffset date)
    {
        Span<char> text = stackalloc char[LongestDate];
        date = default;
        return bytes.Length <= LongestDate
            && HttpDate.TryParse(text[..Encoding.Latin1.GetChars(bytes, text)], now, out date);
    }
}
