// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>Ranges as sets of places, one for each that is asked for, in the words of RFC 9110 §14.1.2.</summary>
internal static class NaiveRanges
{
    /// <summary>What is asked for that exists; null when the field is to be ignored.</summary>
    public static List<HashSet<int>>? Read(string field, int length, out bool asksForAny)
    {
        asksForAny = false;
        string[] halves = field.Split('=', 2);
        if (halves.Length < 2 || !halves[0].Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        List<HashSet<int>> wanted = [];
        foreach (string member in halves[1].Split(',').Select(one => one.Trim(' ', '\t')).Where(one => one.Length > 0))
        {
            if (Places(member, length) is not { } places)
            {
                return null;
            }

            asksForAny = true;
            if (places.Count > 0)
            {
                wanted.Add(places);
            }
        }

        return wanted;
    }

    private static HashSet<int>? Places(string member, int length)
    {
        string[] ends = member.Split('-', 2);
        if (ends.Length < 2 || ends.Any(end => !end.All(char.IsAsciiDigit)) || ends.All(end => end.Length == 0))
        {
            return null;
        }

        // "int-range = first-pos "-" [ last-pos ]", "suffix-range = "-" suffix-length"
        if (ends[0].Length == 0)
        {
            BigInteger suffix = Number(ends[1]);
            return [.. Enumerable.Range(0, length).Where(place => place >= length - suffix)];
        }

        BigInteger first = Number(ends[0]);
        BigInteger last = ends[1].Length == 0 ? BigInteger.Max(first, length) : Number(ends[1]);
        return last < first ? null : [.. Enumerable.Range(0, length).Where(place => place >= first && place <= last)];
    }

    private static BigInteger Number(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);
}
