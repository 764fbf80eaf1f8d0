// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// Conditions and ranges. The first byte of the input says what there is: bits 0 and 1 for the tag, bit 2 for a date, bit 3
/// for a strong one, bit 4 for HEAD, bit 5 for PUT. Lines follow; the first letter of each names its field.
/// </summary>
internal sealed class ConditionsTarget : ITarget
{
    private const long Length = 1000;

    private static readonly DateTimeOffset Modified = new(2024, 2, 29, 12, 30, 15, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string[] Tags = ["", "\"a\"", "W/\"a\"", "\"\""];

    /// <inheritdoc/>
    public string Name => "conditions";

    /// <inheritdoc/>
    public bool IsSplit => false;

    // Dates are read from text.
    /// <inheritdoc/>
    public MemoryBound Memory => new(4096, 8);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "\nM", "\nN", "\nU", "\nS", "\nR", "\nBbytes=", "bytes=0-9", ",-5", "900-", "*", "W/\"a\"", "\"b\"",
        "Thu, 29 Feb 2024 12:30:15 GMT", "Thursday, 29-Feb-24 12:30:15 GMT", "Thu Feb 29 12:30:15 2024",
        "9223372036854775807", "18446744073709551616",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        int how = input[0];
        ReadOnlySpan<byte> lines = input[1..];
        ConditionFields fields = new()
        {
            IfMatch = FieldOf(lines, 'M'),
            IfNoneMatch = FieldOf(lines, 'N'),
            IfUnmodifiedSince = FieldOf(lines, 'U'),
            IfModifiedSince = FieldOf(lines, 'S'),
            IfRange = FieldOf(lines, 'R'),
            Range = FieldOf(lines, 'B'),
        };
        KnownMethod method = (how & 32) != 0 ? KnownMethod.Put : (how & 16) != 0 ? KnownMethod.Head : KnownMethod.Get;
        Validators current = new(Tags[how & 3], (how & 4) != 0 ? Modified : null, (how & 8) != 0);
        Span<ByteRange> parts = stackalloc ByteRange[RangeField.MaxParts];
        Selection selection = Selecting.Select(fields, current, method, Length, Now, parts, out int count);
        transcript.Add((int)selection);
        Check(parts[..count], Length, transcript);
        BreachException.Unless(
            method == KnownMethod.Get || selection is not (Selection.Part or Selection.Parts), "only GET has ranges.");
        BreachException.Unless(
            selection is Selection.Part or Selection.Parts == count > 0, "parts are there when they are sent.");
        foreach (long length in (ReadOnlySpan<long>)[0, 1, long.MaxValue])
        {
            RangeOutcome outcome = RangeField.Read(fields.Range.Bytes, length, parts, out count);
            transcript.Add((int)outcome);
            Check(parts[..count], length, transcript);
        }
    }

    private static FieldValue FieldOf(ReadOnlySpan<byte> lines, char name)
    {
        foreach (Range range in MemoryExtensions.Split(lines, (byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines[range];
            if (!line.IsEmpty && line[0] == name)
            {
                return new FieldValue(line[1..]);
            }
        }

        return default;
    }

    private static void Check(ReadOnlySpan<ByteRange> parts, long length, Transcript transcript)
    {
        for (int index = 0; index < parts.Length; index++)
        {
            ByteRange part = parts[index];
            transcript.Add(part.Offset);
            transcript.Add(part.Length);
            BreachException.Unless(
                part.Offset >= 0 && part.Length > 0 && part.Offset <= length - part.Length, "a part is within what there is.");
            foreach (ByteRange other in parts[..index])
            {
                BreachException.Unless(part.Offset > other.End || other.Offset > part.End, "no two parts touch.");
            }
        }
    }
}
