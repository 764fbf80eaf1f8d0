// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Linq;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>
/// The six steps of RFC 9110 §13.2.2, written down from the text, with the cases' own few values in mind and no other.
/// </summary>
internal static class NaiveConditions
{
    public static Selection Select(ConditionCase asked)
    {
        bool isGetOrHead = asked.Method is KnownMethod.Get or KnownMethod.Head;
        if (!IsMeant(asked))
        {
            return Selection.PreconditionFailed;
        }

        if (Has(asked, isGetOrHead))
        {
            return isGetOrHead ? Selection.NotModified : Selection.PreconditionFailed;
        }

        // "5. When the method is GET and both Range and If-Range are present, evaluate the If-Range precondition"
        if (asked.Method == KnownMethod.Get && asked.Range is not null && IfRangeHolds(asked))
        {
            return OfRange(asked.Range);
        }

        // "6. Otherwise, perform the requested method"
        return Selection.Whole;
    }

    private static bool IsMeant(ConditionCase asked)
    {
        // "1. When recipient is the origin server and If-Match is present, evaluate the If-Match precondition"
        if (asked.IfMatch is not null)
        {
            return asked.IfMatch == "*" || Members(asked.IfMatch).Any(member => StronglyEqual(member, asked.Tag));
        }

        // "2. … If-Match is not present, and If-Unmodified-Since is present, evaluate"
        return DateOf(asked.IfUnmodifiedSince) is not { } since || asked.Date is not { } date || date <= since;
    }

    private static bool Has(ConditionCase asked, bool isGetOrHead)
    {
        // "3. When If-None-Match is present, evaluate … if false for GET/HEAD, respond 304; if false for other methods, 412"
        if (asked.IfNoneMatch is not null)
        {
            return asked.IfNoneMatch == "*" || Members(asked.IfNoneMatch).Any(member => WeaklyEqual(member, asked.Tag));
        }

        // "4. When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is present, evaluate"
        return isGetOrHead && DateOf(asked.IfModifiedSince) is { } since && asked.Date is { } date && date <= since;
    }

    private static bool IfRangeHolds(ConditionCase asked) =>
        asked.IfRange is null
        || StronglyEqual(asked.IfRange, asked.Tag)
        || (asked.IsDateStrong && asked.Date is not null && DateOf(asked.IfRange) == asked.Date);

    private static Selection OfRange(string range) => range switch
    {
        "bytes=0-9" => Selection.Part,
        "bytes=0-9,500-509" => Selection.Parts,
        "bytes=1000-" => Selection.RangeNotSatisfiable,
        _ => Selection.Whole,
    };

    private static string[] Members(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsTag(string text) => text.TrimStart('W').TrimStart('/').StartsWith('"');

    private static bool StronglyEqual(string one, string? other) =>
        other is not null && IsTag(one) && !one.StartsWith('W') && !other.StartsWith('W') && one == other;

    private static bool WeaklyEqual(string one, string? other) =>
        other is not null && IsTag(one) && Opaque(one) == Opaque(other);

    private static string Opaque(string tag) => tag.Replace("W/", "", StringComparison.Ordinal);

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date
            : null;
}
