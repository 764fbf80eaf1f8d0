// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Text;

namespace Linnet.Tests.Connections;

/// <summary>Requests as text.</summary>
internal static class Requests
{
    /// <summary>A GET.</summary>
    public static string Get(string target = "/", string lines = "") => $"GET {target} HTTP/1.1\r\nHost: a\r\n{lines}\r\n";

    /// <summary>A POST with Content-Length.</summary>
    public static string Post(string body, string lines = "") =>
        $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n{lines}\r\n{body}";

    /// <summary>The head of a POST with Content-Length.</summary>
    public static string PostHead(long length, string lines = "") =>
        $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n{lines}\r\n";

    /// <summary>The head of a POST in chunks.</summary>
    public static string ChunkedHead(string lines = "") =>
        $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n{lines}\r\n";

    /// <summary>A POST in chunks.</summary>
    public static string Chunked(params string[] chunks) =>
        ChunkedHead() + string.Concat(chunks.Select(static chunk => $"{chunk.Length:x}\r\n{chunk}\r\n")) + "0\r\n\r\n";

    /// <summary>A POST of so many chunks of one byte.</summary>
    public static byte[] OneByteChunks(int count)
    {
        StringBuilder text = new(ChunkedHead());
        for (int chunk = 0; chunk < count; chunk++)
        {
            text.Append("1\r\na\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("0\r\n\r\n").ToString());
    }
}
