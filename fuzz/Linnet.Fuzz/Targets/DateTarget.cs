// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Text;

namespace Linnet.Fuzz.Targets;

/// <summary>A date in any of its three forms, and the one that is written from it.</summary>
internal sealed class DateTarget : ITarget
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <inheritdoc/>
    public string Name => "date";

    /// <inheritdoc/>
    public bool IsSplit => false;

    /// <inheritdoc/>
    public MemoryBound Memory => new(4096, 8);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Feb", "29", "00",
        "9999", "0001", "GMT", "23:59:60",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        bool isDate = HttpDate.TryParse(Encoding.Latin1.GetString(input), Now, out DateTimeOffset date);
        transcript.Add(isDate);
        if (!isDate)
        {
            return;
        }

        transcript.Add(date.UtcTicks);
        Span<byte> written = stackalloc byte[HttpDate.Length];
        HttpDate.Write(date, written);
        string text = Encoding.Latin1.GetString(written);
        BreachException.Unless(
            string.Equals(text, HttpDate.Format(date), StringComparison.Ordinal), "a date is written in one way.");
        BreachException.Unless(
            HttpDate.TryParse(text, Now, out DateTimeOffset again) && again == date, "a date is read as what it was.");
    }
}
