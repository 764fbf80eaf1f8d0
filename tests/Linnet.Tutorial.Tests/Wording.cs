// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text.RegularExpressions;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// Makes what a program printed comparable with what the chapter shows: numbers that are the system's
/// choice, versions and dates become the same on both sides. Everything else has to be equal to the
/// letter.
/// </summary>
internal static partial class Wording
{
    /// <summary>The port that the chapter uses for servers.</summary>
    public const int ChapterPort = 65432;

    /// <summary>The file that the chapter uses for a Unix domain socket.</summary>
    public const string ChapterSocketFile = "/tmp/linnet-echo.sock";

    /// <summary>
    /// What the chapter would show, had it been run with <paramref name="address"/> for a server.
    /// </summary>
    public static string InChapterTerms(string printed, ServerAddress address)
    {
        string text = address.File is null ? printed : printed.Replace(address.File, ChapterSocketFile);
        return Comparable(LoopbackPort().Replace(text, match =>
        {
            bool isServer = int.Parse(match.Groups["port"].Value) == address.Port;
            return match.Groups["host"].Value + (isServer ? ":65432" : ":54321");
        }));
    }

    /// <summary>A text of the chapter without what differs from run to run.</summary>
    public static string Comparable(string text)
    {
        text = text.Replace("\r", "").Trim();
        if (CurlVersion().IsMatch(text))
        {
            // curl's version is part of the request, and so of the length of its echo.
            text = ContentLength().Replace(CurlVersion().Replace(text, "curl/*"), "Content-Length: *");
        }

        text = CurlError().Replace(text, "curl: (${code})");
        text = SocketError().Replace(text, "SocketException (*)");
        text = DateHeader().Replace(text, "Date: *");
        return TrailingSpace().Replace(text, "");
    }

    [GeneratedRegex(@"(?<host>127\.0\.0\.1|\[::1\]):(?<port>\d+)")]
    private static partial Regex LoopbackPort();

    [GeneratedRegex(@"curl/[\d.]+")]
    private static partial Regex CurlVersion();

    [GeneratedRegex(@"Content-Length: \d+")]
    private static partial Regex ContentLength();

    // The words changed from version to version of curl, the numbers never did.
    [GeneratedRegex(@"^curl: \((?<code>\d+)\).*$", RegexOptions.Multiline)]
    private static partial Regex CurlError();

    [GeneratedRegex(@"SocketException \(\d+\)")]
    private static partial Regex SocketError();

    [GeneratedRegex("^Date: .*$", RegexOptions.Multiline)]
    private static partial Regex DateHeader();

    [GeneratedRegex("[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingSpace();
}
