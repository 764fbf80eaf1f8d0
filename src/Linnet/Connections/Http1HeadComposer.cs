// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>Puts heads and trailer sections into the send buffer of a connection: which fields, in which order.</summary>
internal sealed class Http1HeadComposer(BufferedConnection connection)
{
    /// <summary>Writes the head of a final response; false when there is no room for it.</summary>
    /// <param name="head">What the handler wants.</param>
    /// <param name="framing">How the body ends.</param>
    /// <param name="length">The body's length, when that is how it ends.</param>
    /// <param name="connectionOption">The value of the Connection field, if there is to be one.</param>
    public bool TryWriteHead(ResponseHead head, ResponseFraming framing, long length, string? connectionOption)
    {
        ResponseHeadWriter writer = new(connection.Room);
        writer.WriteStatus(head.Status);
        if (!head.HasDate)
        {
            // RFC 9110 §6.6.1: an origin server with a clock sends Date.
            writer.WriteField("Date"u8, connection.Date);
        }

        bool namesProtocols = false;
        foreach (ref readonly ResponseField field in CollectionsMarshal.AsSpan(head.Fields))
        {
            writer.WriteField(field);
            namesProtocols |= field.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase);
        }

        WriteFraming(ref writer, head, framing, length);
        if (namesProtocols)
        {
            // RFC 9110 §7.8: whoever sends Upgrade names it in Connection, or a proxy takes it for its own client's.
            connectionOption = connectionOption is null ? "upgrade" : connectionOption + ", upgrade";
        }

        if (connectionOption is not null)
        {
            writer.WriteField(new ResponseField("Connection", connectionOption));
        }

        bool fits = writer.TryFinish(out int written);
        connection.Advance(written);
        return fits;
    }

    /// <summary>Writes a whole 1xx response into an empty send buffer.</summary>
    /// <exception cref="InvalidOperationException">It does not fit.</exception>
    public void WriteInformational(int status, IReadOnlyList<ResponseField> fields)
    {
        ResponseHeadWriter writer = new(connection.Room);
        writer.WriteStatus(status);
        Finish(writer, fields);
    }

    /// <summary>Writes the last chunk and the trailer section into an empty send buffer. RFC 9112 §7.1.2.</summary>
    /// <exception cref="InvalidOperationException">They do not fit.</exception>
    public void WriteTrailers(IReadOnlyList<ResponseField> fields)
    {
        ResponseHeadWriter writer = new(connection.Room);
        writer.WriteLastChunk();
        Finish(writer, fields);
    }

    private static void WriteFraming(
        ref ResponseHeadWriter writer, ResponseHead head, ResponseFraming framing, long length)
    {
        if (framing == ResponseFraming.Length)
        {
            writer.WriteContentLength(length);
        }
        else if (framing == ResponseFraming.Chunked)
        {
            writer.WriteField("Transfer-Encoding"u8, "chunked"u8);
            if (head.Trailers.Count > 0)
            {
                // RFC 9110 §6.6.2: a sender SHOULD say beforehand which trailers to expect.
                writer.WriteField(new ResponseField("Trailer", string.Join(", ", head.Trailers.Select(t => t.Name))));
            }
        }
        else if (framing == ResponseFraming.None && head.Status == 304 && head.ContentLength is { } promised)
        {
            // RFC 9110 §8.6: a 304 may say how long the body of a 200 would have been. A 204 never has the field.
            writer.WriteContentLength(promised);
        }
    }

    private void Finish(ResponseHeadWriter writer, IReadOnlyList<ResponseField> fields)
    {
        foreach (ResponseField field in fields)
        {
            writer.WriteField(field);
        }

        if (!writer.TryFinish(out int written))
        {
            throw new InvalidOperationException(
                $"The response's fields are too large together: they must fit into {SendBuffer.Capacity} bytes.");
        }

        connection.Advance(written);
    }
}
