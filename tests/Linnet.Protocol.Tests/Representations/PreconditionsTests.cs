// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>Dates in conditions that are longer, or of another form, than those of every combination.</summary>
public sealed class PreconditionsTests
{
    private static readonly DateTimeOffset Modified = new(1994, 11, 9, 8, 49, 37, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [Rfc("9110", "5.6.7")]
    [Rfc("9110", "13.1.3")]
    [InlineData("Wednesday, 09-Nov-94 08:49:37 GMT", nameof(PreconditionOutcome.NotModified))]
    [InlineData("Wednesday, 09-Nov-94 08:49:36 GMT", nameof(PreconditionOutcome.Proceed))]
    [InlineData("Wed Nov  9 08:49:37 1994", nameof(PreconditionOutcome.NotModified))]
    [InlineData("Wed, 09 Nov 1994 08:49:37 GMT", nameof(PreconditionOutcome.NotModified))]
    [InlineData("Wednesday, 09-Nov-94 08:49:37 GMT ", nameof(PreconditionOutcome.Proceed))]
    [InlineData("Wednesday, 09-Nov-94 08:49:37 GMT, and so on for longer than a date can be", nameof(PreconditionOutcome.Proceed))]
    public void A_date_may_have_any_of_its_three_forms_and_what_is_longer_is_none(string since, string expected)
    {
        FieldValue value = new(Encoding.Latin1.GetBytes(since));
        Validators current = new("", Modified, isDateStrong: true);
        ConditionFields fields = new() { IfModifiedSince = value };
        Assert.Equal(expected, Preconditions.Evaluate(fields, current, isRead: true, Now).ToString());

        bool isDate = since.Length <= 33;
        Assert.Equal(isDate && since.Contains("37", StringComparison.Ordinal), Preconditions.AllowRange(value, current, Now));
    }
}
