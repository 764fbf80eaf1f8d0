// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

namespace Linnet.Cli.Welcome;

/// <summary>One line of a request head as it came, and where in the head it began.</summary>
/// <param name="Offset">The line's first byte, counted from the first byte of the head.</param>
/// <param name="Text">Its bytes without the line end, each as the character of the same number.</param>
internal readonly record struct HeadLine(int Offset, string Text)
{
    private static readonly string[] Credentials = ["Authorization", "Cookie", "Proxy-Authorization"];

    /// <summary>The empty line says that the head is complete.</summary>
    public bool IsEnd => Text.Length == 0;

    /// <summary>Where a field's name ends, or -1 in a line that is not a field.</summary>
    public int NameLength => Text.IndexOf(':', StringComparison.Ordinal);

    /// <summary>
    /// Whether the line proves who the visitor is. Cookies are sent to every port of a host, so a page on loopback
    /// also gets those of other programs, and pages are looked at on shared screens.
    /// </summary>
    public bool IsCredential => NameLength > 0 && IsCredentialField(Text[..NameLength]);

    /// <summary>The lines of a head whose lines all end in CR LF, as the parser demands of it.</summary>
    public static IReadOnlyList<HeadLine> Split(ReadOnlySpan<byte> head)
    {
        List<HeadLine> lines = [];

        for (int start = 0; start < head.Length;)
        {
            int length = head[start..].IndexOf("\r\n"u8);
            int end = length < 0 ? head.Length : start + length;
            lines.Add(new HeadLine(start, Encoding.Latin1.GetString(head[start..end])));
            start = end + 2;
        }

        return lines;
    }

    public static bool IsCredentialField(string name) =>
        Array.Exists(Credentials, credential => name.Equals(credential, StringComparison.OrdinalIgnoreCase));

    /// <summary>As many dots as there were characters, so that offsets stay true.</summary>
    public static string Cover(string value) => new('\u2022', value.Length);
}
