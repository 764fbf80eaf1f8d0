// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// HTTP dates as strings, remembered: the same few files are asked for again and again, and formatting one
/// allocates. A table of fixed size in which a new date takes the place of an old one; safe for any number of
/// threads.
/// </summary>
internal sealed class DateTexts
{
    private const int Places = 256;

    private readonly Remembered?[] _places = new Remembered?[Places];

    /// <summary>The text of a date, to the second.</summary>
    public string Of(DateTimeOffset date)
    {
        long second = date.UtcTicks / TimeSpan.TicksPerSecond;
        ref Remembered? place = ref _places[(int)(second % Places)];
        Remembered? found = Volatile.Read(ref place);
        if (found is null || found.Second != second)
        {
            found = new Remembered(second, HttpDate.Format(date));
            Volatile.Write(ref place, found);
        }

        return found.Text;
    }

    private sealed record Remembered(long Second, string Text);
}
