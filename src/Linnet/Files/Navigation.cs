// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>Tells addresses of pages from those of their parts, for the page that stands for every page.</summary>
internal static class Navigation
{
    /// <summary>
    /// True when the name has no extension, or the client asks for HTML by name, as browsers do when they go to a page and not
    /// when they load a script, a style or an image.
    /// </summary>
    public static bool MayBePage(HttpRequest request, ReadOnlySpan<byte> path) =>
        !path[(path.LastIndexOf((byte)'/') + 1)..].Contains((byte)'.')
        || (request.Headers.TryGetBytes("Accept"u8, out ReadOnlySpan<byte> accept) && NamesHtml(accept));

    private static bool NamesHtml(ReadOnlySpan<byte> accept)
    {
        foreach (Range member in MemoryExtensions.Split(accept, (byte)','))
        {
            ReadOnlySpan<byte> type = accept[member];
            int end = type.IndexOf((byte)';');
            if (Ascii.EqualsIgnoreCase((end < 0 ? type : type[..end]).Trim(" \t"u8), "text/html"u8))
            {
                return true;
            }
        }

        return false;
    }
}
