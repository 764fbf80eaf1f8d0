// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Linnet.Fuzz.Differential;

/// <summary>
/// What a server made of a case that a canary stood behind: the statuses of its answers in order, and whether the canary was
/// executed as a request. <c>200 + canary</c> is a request that was served and a connection that lived on; <c>400 closed</c>
/// one that was refused, and nothing behind it was read.
/// </summary>
internal static class Answer
{
    /// <summary>The request that stands behind each case.</summary>
    public const string Canary = "GET /canary HTTP/1.1\r\nHost: canary\r\n\r\n";

    /// <summary>What a server answers to the canary, and to nothing else.</summary>
    public const string CanaryText = "/canary";

    /// <summary>Reads all that came back until the connection ended.</summary>
    public static string Of(ReadOnlySpan<byte> received, bool isHead)
    {
        string rest = Encoding.Latin1.GetString(received);
        List<string> statuses = [];
        bool hasCanary = false;
        while (rest.StartsWith("HTTP/1.", StringComparison.Ordinal) && rest.Length > 12)
        {
            string status = rest.Substring(9, 3);
            int end = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            string head = end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[(end + 4)..];
            bool hasBody = status[0] != '1' && status is not ("204" or "304") && !(isHead && statuses.Count == 0);
            string body = hasBody ? TakeBody(head, ref rest) : "";
            if (body.Contains(CanaryText, StringComparison.Ordinal))
            {
                hasCanary = true;
            }
            else if (status != "100")
            {
                statuses.Add(status);
            }
        }

        if (rest.Length > 0)
        {
            // An answer of HTTP/0.9 has no status line, nor has one of HTTP/2.
            statuses.Add("bare");
        }

        string said = statuses.Count == 0 ? "nothing" : string.Join(' ', statuses);
        return hasCanary ? $"{said} + canary" : $"{said} closed";
    }

    private static string TakeBody(string head, ref string rest)
    {
        int length = rest.Length;
        string? field = FieldOf(head, "content-length");
        if (field is not null && int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int said))
        {
            length = Math.Min(length, said);
        }
        else if (FieldOf(head, "transfer-encoding") is not null)
        {
            int last = rest.IndexOf("0\r\n\r\n", StringComparison.Ordinal);
            length = last < 0 ? length : last + 5;
        }

        string body = rest[..length];
        rest = rest[length..];
        return body;
    }

    private static string? FieldOf(string head, string name)
    {
        foreach (string line in head.Split("\r\n"))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }
}
