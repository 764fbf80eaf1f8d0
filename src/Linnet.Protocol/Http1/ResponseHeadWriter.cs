// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>Writes a response head into a span, or says that there is no room. RFC 9112 §4, §5.</summary>
internal ref struct ResponseHeadWriter
{
    private readonly Span<byte> _destination;
    private int _written;
    private bool _full;

    /// <summary>Begins a head at the start of <paramref name="destination"/>.</summary>
    public ResponseHeadWriter(Span<byte> destination)
    {
        _destination = destination;
        _written = 0;
        _full = false;
    }

    /// <summary>Writes the status line.</summary>
    public void WriteStatus(int status)
    {
        // RFC 9112 §4: the space after the code stands also when the reason phrase is empty.
        switch (status)
        {
            case 200:
                Write("HTTP/1.1 200 OK\r\n"u8);
                break;
            case 304:
                Write("HTTP/1.1 304 Not Modified\r\n"u8);
                break;
            case 404:
                Write("HTTP/1.1 404 Not Found\r\n"u8);
                break;
            default:
                Write("HTTP/1.1 "u8);
                WriteNumber(status);
                Write(" "u8);
                WriteText(StatusCodes.ReasonPhrase(status));
                Write("\r\n"u8);
                break;
        }
    }

    /// <summary>Writes the line of the last chunk, in place of a status line: trailers follow.</summary>
    public void WriteLastChunk() => Write("0\r\n"u8);

    /// <summary>Writes a field whose parts are already bytes.</summary>
    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }

    /// <summary>Writes a field whose parts are text; both are ASCII, checked when they were set.</summary>
    public void WriteField(in ResponseField field)
    {
        WriteText(field.Name);
        Write(": "u8);
        WriteText(field.Value);
        Write("\r\n"u8);
    }

    /// <summary>Writes Content-Length.</summary>
    public void WriteContentLength(long length)
    {
        Write("Content-Length: "u8);
        WriteNumber(length);
        Write("\r\n"u8);
    }

    /// <summary>Ends the head; false when it did not fit, and then nothing written counts.</summary>
    public bool TryFinish(out int written)
    {
        Write("\r\n"u8);
        written = _full ? 0 : _written;
        return !_full;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_full || !bytes.TryCopyTo(_destination[_written..]))
        {
            _full = true;
            return;
        }

        _written += bytes.Length;
    }

    private void WriteText(string text)
    {
        if (_full || text.Length > _destination.Length - _written)
        {
            _full = true;
            return;
        }

        // ASCII has one byte a character, so the check above is exact.
        _written += Encoding.ASCII.GetBytes(text, _destination[_written..]);
    }

    private void WriteNumber(long number)
    {
        if (_full || !Utf8Formatter.TryFormat(number, _destination[_written..], out int digits))
        {
            _full = true;
            return;
        }

        _written += digits;
    }
}
