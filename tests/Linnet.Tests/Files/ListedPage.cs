// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Xml.Linq;

namespace Linnet.Tests.Files;

/// <summary>A folder's page taken apart.</summary>
internal static class ListedPage
{
    /// <summary>
    /// The page as XML, which it is but for its first line, its void elements, its style and its script: nothing may be left
    /// open.
    /// </summary>
    public static XElement Read(string html)
    {
        string[] lines = Without(Without(html, "style"), "script").Split('\n');
        return XElement.Parse(
            string.Join('\n', lines.Skip(1).Where(line => !line.StartsWith("<meta ", StringComparison.Ordinal))),
            LoadOptions.PreserveWhitespace);
    }

    private static string Without(string html, string element)
    {
        string end = $"</{element}>";
        for (int start; (start = html.IndexOf($"<{element}>", StringComparison.Ordinal)) >= 0;)
        {
            html = html.Remove(start, html.IndexOf(end, StringComparison.Ordinal) + end.Length - start);
        }

        return html;
    }
}
