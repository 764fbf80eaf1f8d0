// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>Every byte there is, in each place where one may stand.</summary>
internal static class ByteCases
{
    private static readonly (string Row, string Place, string Before, string After)[] Places =
    [
        ("LN-10", "a method", "G", "T /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("LN-13", "a path", "GET /a", "b HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("LN-13", "a query", "GET /case?a", "b HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("HD-08", "a field name", "GET /case HTTP/1.1\r\nHost: a\r\nX", "Y: z\r\n\r\n"),
        ("HD-09", "a field value", "GET /case HTTP/1.1\r\nHost: a\r\nX: y", "z\r\n\r\n"),
        ("HD-02", "a Host", "GET /case HTTP/1.1\r\nHost: a", "b\r\n\r\n"),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<Case> All =>
        from place in Places
        from value in Enumerable.Range(0, 256)
        select new Case(
            place.Row,
            string.Create(CultureInfo.InvariantCulture, $"byte {value:x2} in {place.Place}"),
            $"{place.Before}{(char)value}{place.After}");
}
