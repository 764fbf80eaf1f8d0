// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Sends a visitor who left out the slash at the end of a folder's address to the address with it.
/// </summary>
/// <remarks>
/// 301, as nginx, Apache httpd, Go and ASP.NET Core answer; only GET and HEAD come here, so the method is not
/// at stake and 308 would only exclude old clients. Browsers keep a 301 for good, which on 127.0.0.1 outlives
/// the site it came from: Cache-Control makes them ask again.
/// </remarks>
internal static class FolderRedirect
{
    /// <summary>Redirects to a relative path that has been found to be a folder.</summary>
    public static ValueTask SendAsync(HttpExchange exchange, ReadOnlySpan<byte> path)
    {
        exchange.Response.Headers["Location"] = LocationOf(path, exchange.Request.QueryString);
        exchange.Response.Headers["Cache-Control"] = "no-cache";
        return PlainAnswer.SendAsync(exchange, 301);
    }

    /// <summary>
    /// One slash, the segments encoded anew from what was opened, one slash, the query as sent. No host, no
    /// scheme, and no second slash in front, which a browser would take for a host (RFC 3986 §4.2): a
    /// normalised path has no empty segment.
    /// </summary>
    internal static string LocationOf(ReadOnlySpan<byte> path, string query)
    {
        byte[] location = ArrayPool<byte>.Shared.Rent((path.Length * PercentEncoding.MaxBytesPerByte) + 2);
        int length = 0;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> segment = slash < 0 ? path : path[..slash];
            path = slash < 0 ? [] : path[(slash + 1)..];
            location[length++] = (byte)'/';
            _ = PercentEncoding.TryEncodeSegment(segment, location.AsSpan(length), out int written);
            length += written;
        }

        location[length++] = (byte)'/';
        string text = Encoding.ASCII.GetString(location, 0, length);
        ArrayPool<byte>.Shared.Return(location);
        return query.Length == 0 ? text : text + "?" + query;
    }
}
