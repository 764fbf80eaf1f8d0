// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Linnet.Exchanges;

/// <summary>Writes server-sent events as they are on the wire. HTML §9.2.5.</summary>
internal static class EventText
{
    // 2⁶³ has 19 digits.
    private const int MaxDigits = 20;

    /// <summary>A line that every reader skips.</summary>
    public static ReadOnlySpan<byte> Heartbeat => ":\n"u8;

    /// <summary>Writes an event.</summary>
    public static void Write(IBufferWriter<byte> writer, in ServerSentEvent one)
    {
        if (one.Retry is { } retry)
        {
            writer.Write("retry: "u8);
            Utf8Formatter.TryFormat((long)retry.TotalMilliseconds, writer.GetSpan(MaxDigits), out int written);
            writer.Advance(written);
            writer.Write("\n"u8);
        }

        if (one.Id is { } id)
        {
            WriteField(writer, "id: "u8, id);
        }

        if (one.Event is { } name)
        {
            WriteField(writer, "event: "u8, name);
        }

        if (one.Data is { } data)
        {
            WriteLines(writer, data);
        }

        writer.Write("\n"u8);
    }

    private static void WriteLines(IBufferWriter<byte> writer, ReadOnlySpan<char> data)
    {
        // HTML §9.2.6: each of these ends a line, and a line without a field name would be lost.
        for (int end; (end = data.IndexOfAny('\r', '\n')) >= 0;)
        {
            WriteField(writer, "data: "u8, data[..end]);
            bool isPair = data[end] == '\r' && end + 1 < data.Length && data[end + 1] == '\n';
            data = data[(end + (isPair ? 2 : 1))..];
        }

        WriteField(writer, "data: "u8, data);
    }

    private static void WriteField(IBufferWriter<byte> writer, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        writer.Write(name);
        Encoding.UTF8.GetBytes(value, writer);
        writer.Write("\n"u8);
    }
}
