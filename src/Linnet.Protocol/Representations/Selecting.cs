// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Representations;

/// <summary>
/// Finds what of a representation answers a request: conditions first, then ranges. The one place where both are weighed, for
/// files, streams and memory alike. RFC 9110 §13.2, §14.2.
/// </summary>
internal static class Selecting
{
    /// <summary>Weighs a request for something that exists and would be answered 200.</summary>
    /// <param name="fields">What the request says.</param>
    /// <param name="current">What tells the state of the representation.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="length">The length in bytes; negative when it is not known, and then there are no parts.</param>
    /// <param name="now">The time.</param>
    /// <param name="parts">Room for <see cref="RangeField.MaxParts"/> parts.</param>
    /// <param name="count">How many parts are sent.</param>
    public static Selection Select(
        in ConditionFields fields,
        in Validators current,
        KnownMethod method,
        long length,
        DateTimeOffset now,
        Span<ByteRange> parts,
        out int count)
    {
        count = 0;
        bool isRead = method is KnownMethod.Get or KnownMethod.Head;
        PreconditionOutcome outcome = Preconditions.Evaluate(fields, current, isRead, now);
        if (outcome != PreconditionOutcome.Proceed)
        {
            return outcome == PreconditionOutcome.NotModified ? Selection.NotModified : Selection.PreconditionFailed;
        }

        // RFC 9110 §14.2: only GET has ranges. §13.2.2, step 5: a state other than the client's is sent whole.
        bool isRanged = method == KnownMethod.Get && length >= 0 && fields.Range.IsPresent;
        if (!isRanged || !Preconditions.AllowRange(fields.IfRange, current, now))
        {
            return Selection.Whole;
        }

        return RangeField.Read(fields.Range.Bytes, length, parts, out count) switch
        {
            RangeOutcome.Whole => Selection.Whole,
            RangeOutcome.Unsatisfiable => Selection.RangeNotSatisfiable,

            // RFC 9110 §15.3.7.2: one part is never wrapped up as several.
            RangeOutcome.Parts => count == 1 ? Selection.Part : Selection.Parts,
        };
    }
}
