// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

using Linnet.Protocol.Http1;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>
/// A second reader of chunked bodies, written from the grammar and nothing else: whole input only, strings, regular
/// expressions, no limits but that of a size.
/// </summary>
internal static class NaiveChunkedBody
{
    private const RegexOptions Options =
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
        | RegexOptions.IgnoreCase;

    private const string Token = @"[-!\#$%&'*+.^_`|~0-9A-Za-z]";
    private const string Space = @"[ \t]*";

    // RFC 9112 §7.1: at most 16 digits, the first of 16 at most 7.
    private const string Size = "(?<size>[0-9a-f]{1,15}|[0-7][0-9a-f]{15})";

    // RFC 9110 §5.6.4.
    private const string QuotedText = @"(?:[\t !\x23-\x5B\x5D-\x7E\x80-\xFF]|\\[\t\x20-\x7E\x80-\xFF])*";

    // RFC 9112 §7.1.1.
    private const string Extensions =
        $@"(?:{Space};{Space}{Token}+(?:{Space}={Space}(?:{Token}+|""{QuotedText}""))?)*";

    private static readonly Regex SizeLine = new($@"\G{Size}{Extensions}\r\n", Options);

    // Every way in which a size line may be cut off.
    private static readonly Regex UnfinishedSizeLine = new(
        $@"\G(?:(?:{Size})?|{Size}{Extensions}(?:\r|{Space}|{Space};{Space}
            |{Space};{Space}{Token}+{Space}(?:=(?:{Space}|{Space}""{QuotedText}\\?))?))\z",
        Options);

    private static readonly Regex Line = new(@"\G(?<text>[^\r\n]*)\r\n", Options);
    private static readonly Regex UnfinishedLine = new(@"\G[^\r\n]*\r?\z", Options);

    private static readonly Regex FieldLine = new(
        $@"\A(?<name>{Token}+):{Space}(?<value>[\t\x20-\x7E\x80-\xFF]*?){Space}\z", Options);

    private static readonly Regex Forbidden = new(
        @"\A(?:Host|Connection|Upgrade|Expect|Content-(?:Length|Type|Encoding|Range)|Transfer-Encoding|TE|Trailer
            |(?:Proxy-)?Authorization|(?:Set-)?Cookie|Range|Cache-Control|Max-Forwards|Forwarded
            |X-Forwarded-(?:For|Host|Proto)
            |If-(?:None-)?Match|If-(?:Un)?Modified-Since|If-Range)\z",
        Options);

    /// <summary>What a body gives; whether an unfinished one lacks payload or framing is not said.</summary>
    public static (ChunkedResult Result, string Payload, string Trailers, int Length) Read(string text)
    {
        StringBuilder payload = new();
        int position = 0;
        while (SizeLine.Match(text, position) is { Success: true } line)
        {
            position += line.Length;
            long size = long.Parse(line.Groups["size"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return ReadTrailers(text, payload.ToString(), position);
            }

            int count = (int)Math.Min(size, text.Length - position);
            payload.Append(text, position, count);
            position += count;
            string after = text[position..Math.Min(text.Length, position + 2)];
            if (count < size || after is "" or "\r")
            {
                return (ChunkedResult.Incomplete, payload.ToString(), string.Empty, 0);
            }

            if (after != "\r\n")
            {
                return (ChunkedResult.Rejected, payload.ToString(), string.Empty, 0);
            }

            position += 2;
        }

        bool unfinished = UnfinishedSizeLine.IsMatch(text, position);
        return (unfinished ? ChunkedResult.Incomplete : ChunkedResult.Rejected, payload.ToString(), string.Empty, 0);
    }

    private static (ChunkedResult Result, string Payload, string Trailers, int Length) ReadTrailers(
        string text, string payload, int position)
    {
        List<string> trailers = [];
        while (Line.Match(text, position) is { Success: true } line)
        {
            position += line.Length;
            if (line.Groups["text"].Length == 0)
            {
                return (ChunkedResult.Complete, payload, string.Join('\n', trailers), position);
            }

            Match field = FieldLine.Match(line.Groups["text"].Value);
            if (!field.Success)
            {
                return (ChunkedResult.Rejected, payload, string.Empty, 0);
            }

            if (!Forbidden.IsMatch(field.Groups["name"].Value))
            {
                trailers.Add($"{field.Groups["name"]}={field.Groups["value"]}");
            }
        }

        bool unfinished = UnfinishedLine.IsMatch(text, position);
        return (unfinished ? ChunkedResult.Incomplete : ChunkedResult.Rejected, payload, string.Empty, 0);
    }
}
