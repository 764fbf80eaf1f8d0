// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;

namespace Linnet.Load.Restarts;

/// <summary>What a server says of itself when its turn is over.</summary>
/// <param name="Begun">How many requests it has begun.</param>
/// <param name="Cut">How many connections it has cut at the deadline.</param>
/// <param name="Took">How long its stop took.</param>
internal sealed record TurnReport(long Begun, int Cut, TimeSpan Took)
{
    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static TurnReport Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new TurnReport(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(long.Parse(parts[2], CultureInfo.InvariantCulture)));
    }

    /// <summary>As text in a line.</summary>
    public string Write() =>
        string.Create(CultureInfo.InvariantCulture, $"{Begun} {Cut} {(long)Took.TotalMilliseconds}");
}
