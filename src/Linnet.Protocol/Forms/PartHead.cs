// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Forms;

/// <summary>What the head of a part says. Used again for the next part. RFC 7578 §4.</summary>
internal sealed class PartHead
{
    private byte[] _bytes = [];
    private int _nameLength;
    private int _fileNameLength;
    private int _contentTypeLength;
    private bool _hasDisposition;

    /// <summary>The field's name, decoded; in UTF-8 if its sender follows the rules.</summary>
    public ReadOnlySpan<byte> Name => _bytes.AsSpan(0, _nameLength);

    /// <summary>True when the part is a file: it has a file name, if only an empty one.</summary>
    public bool IsFile { get; private set; }

    /// <summary>The file name as sent, decoded. Never to be used as a path: see <see cref="SafeFileName"/>.</summary>
    public ReadOnlySpan<byte> FileName => _bytes.AsSpan(_nameLength, _fileNameLength);

    /// <summary>The media type; empty when the part says none.</summary>
    public ReadOnlySpan<byte> ContentType => _bytes.AsSpan(_nameLength + _fileNameLength, _contentTypeLength);

    /// <summary>Reads field lines, each with its CRLF.</summary>
    public MultipartRejection Read(ReadOnlySpan<byte> lines)
    {
        _nameLength = 0;
        _fileNameLength = 0;
        _contentTypeLength = 0;
        _hasDisposition = false;
        IsFile = false;
        if (_bytes.Length < lines.Length)
        {
            _bytes = new byte[lines.Length];
        }

        ReadOnlySpan<byte> contentType = default;
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 2)..];
            MultipartRejection rejection = ReadLine(line, ref contentType);
            if (rejection != MultipartRejection.None)
            {
                return rejection;
            }
        }

        // RFC 7578 §4.2: each part MUST have a Content-Disposition with a name.
        if (!_hasDisposition)
        {
            return MultipartRejection.MissingName;
        }

        _contentTypeLength = contentType.Length;
        contentType.CopyTo(_bytes.AsSpan(_nameLength + _fileNameLength));
        return MultipartRejection.None;
    }

    private MultipartRejection ReadLine(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> contentType)
    {
        // As strict as with the head of a request: what two readers could take for two things is nobody's.
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? default : line[..colon];
        ReadOnlySpan<byte> value = Token.Trim(line[(colon + 1)..]);
        if (!Token.IsToken(name) || !Token.IsFieldValue(value))
        {
            return MultipartRejection.InvalidPartHead;
        }

        if (Ascii.EqualsIgnoreCase(name, "Content-Disposition"u8))
        {
            return _hasDisposition ? MultipartRejection.InvalidPartHead : ReadDisposition(value);
        }

        if (Ascii.EqualsIgnoreCase(name, "Content-Type"u8))
        {
            bool isSecond = !contentType.IsEmpty;
            contentType = value;
            return isSecond ? MultipartRejection.InvalidPartHead : MultipartRejection.None;
        }

        // RFC 7578 §4.7: senders SHOULD NOT send it; the values that change nothing do no harm.
        bool isEncoded = Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8)
            && !Ascii.EqualsIgnoreCase(value, "binary"u8)
            && !Ascii.EqualsIgnoreCase(value, "8bit"u8)
            && !Ascii.EqualsIgnoreCase(value, "7bit"u8);
        return isEncoded ? MultipartRejection.UnsupportedEncoding : MultipartRejection.None;
    }

    private MultipartRejection ReadDisposition(ReadOnlySpan<byte> value)
    {
        if (!Ascii.EqualsIgnoreCase(MediaType.Essence(value), "form-data"u8))
        {
            return MultipartRejection.MissingName;
        }

        int end = value.IndexOf((byte)';');
        ReadOnlySpan<byte> rest = end < 0 ? default : value[end..];
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> fileName = default;
        while (ParameterReader.TryRead(ref rest, out ReadOnlySpan<byte> parameter, out ReadOnlySpan<byte> text))
        {
            // RFC 7578 §4.2: filename* MUST NOT be used, so it is not looked at.
            bool isName = Ascii.EqualsIgnoreCase(parameter, "name"u8);
            bool isFileName = Ascii.EqualsIgnoreCase(parameter, "filename"u8);
            if ((isName && !name.IsEmpty) || (isFileName && !fileName.IsEmpty))
            {
                return MultipartRejection.InvalidPartHead;
            }

            name = isName ? text : name;
            fileName = isFileName ? text : fileName;
        }

        if (!rest.IsEmpty)
        {
            return MultipartRejection.InvalidPartHead;
        }

        _hasDisposition = !name.IsEmpty;
        IsFile = !fileName.IsEmpty;
        _nameLength = Decode(name, _bytes);
        _fileNameLength = Decode(fileName, _bytes.AsSpan(_nameLength));
        return _hasDisposition ? MultipartRejection.None : MultipartRejection.MissingName;
    }

    /// <summary>Undoes quotes and what browsers encode so that quotes stay whole (the HTML Standard's form encoding).</summary>
    private static int Decode(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        _ = ParameterReader.TryUnquote(value, destination, out int length);
        int written = 0;
        for (int read = 0; read < length; read++)
        {
            byte decoded = destination[read];
            if (decoded == (byte)'%'
                && PercentEncoding.TryDecodeTriplet(destination[read..length], out byte triplet)
                && triplet is (byte)'"' or (byte)'\r' or (byte)'\n')
            {
                decoded = triplet;
                read += PercentEncoding.MaxBytesPerByte - 1;
            }

            destination[written++] = decoded;
        }

        return written;
    }
}
