// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>One request for one state of a representation, out of every combination of both.</summary>
internal sealed record ConditionCase(
    KnownMethod Method,
    string? Tag,
    DateTimeOffset? Date,
    bool IsDateStrong,
    string? IfMatch,
    string? IfUnmodifiedSince,
    string? IfNoneMatch,
    string? IfModifiedSince,
    string? IfRange,
    string? Range)
{
    public const string Earlier = "Thu, 29 Feb 2024 12:30:14 GMT";
    public const string Same = "Thu, 29 Feb 2024 12:30:15 GMT";
    public const string Later = "Thu, 29 Feb 2024 12:30:16 GMT";
    public const long Length = 1000;

    public static readonly DateTimeOffset Modified = new(2024, 2, 29, 12, 30, 15, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string?[] Tags = [null, "\"a\"", "W/\"a\""];
    private static readonly string?[] Lists = [null, "*", "\"a\"", "W/\"a\"", "\"b\"", "\"b\", \"a\"", "", "a"];
    private static readonly string?[] Dates = [null, Earlier, Same, Later, "no date"];
    private static readonly string?[] RangeConditions = [null, "\"a\"", "W/\"a\"", "\"b\"", Earlier, Same, Later, "no date"];
    private static readonly string?[] Ranges = [null, "bytes=0-9", "bytes=0-9,500-509", "bytes=1000-", "lines=1-2", "bytes=9-0"];

    /// <summary>Every combination of conditions; then every combination of what decides about ranges.</summary>
    public static IEnumerable<ConditionCase> All() => Conditions().Concat(RangesOf());

    public Selection Select(out ByteRange[] parts)
    {
        Span<ByteRange> room = stackalloc ByteRange[RangeField.MaxParts];
        ConditionFields fields = new()
        {
            IfMatch = Field(IfMatch),
            IfUnmodifiedSince = Field(IfUnmodifiedSince),
            IfNoneMatch = Field(IfNoneMatch),
            IfModifiedSince = Field(IfModifiedSince),
            IfRange = Field(IfRange),
            Range = Field(Range),
        };
        Validators current = new(Tag, Date, IsDateStrong);
        Selection selection = Selecting.Select(fields, current, Method, Length, Now, room, out int count);
        parts = room[..count].ToArray();
        return selection;
    }

    private static FieldValue Field(string? value) => value is null ? default : new FieldValue(Encoding.Latin1.GetBytes(value));

    private static IEnumerable<ConditionCase> Conditions() =>
        from method in (KnownMethod[])[KnownMethod.Get, KnownMethod.Head, KnownMethod.Put]
        from tag in Tags
        from date in (DateTimeOffset?[])[null, Modified]
        from ifMatch in Lists
        from ifUnmodified in Dates
        from ifNoneMatch in Lists
        from ifModified in Dates
        select new ConditionCase(
            method, tag, date, true, ifMatch, ifUnmodified, ifNoneMatch, ifModified, null, null);

    private static IEnumerable<ConditionCase> RangesOf() =>
        from method in (KnownMethod[])[KnownMethod.Get, KnownMethod.Head]
        from tag in Tags
        from date in (DateTimeOffset?[])[null, Modified]
        from isStrong in (bool[])[true, false]
        from ifMatch in (string?[])[null, "\"a\"", "\"b\""]
        from ifNoneMatch in (string?[])[null, "\"a\"", "\"b\""]
        from ifRange in RangeConditions
        from range in Ranges
        select new ConditionCase(
            method, tag, date, isStrong, ifMatch, null, ifNoneMatch, null, ifRange, range);
}
