// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Tls;

/// <summary>Counts the records that begin in a stream of TLS, whatever pieces it comes in. RFC 8446 §5.1.</summary>
/// <remarks>
/// <code>
///   │ type │ version │ length │ fragment… │
///      1        2        2       length
/// </code>
/// </remarks>
internal struct RecordCount
{
    private const int HeaderBytes = 5;

    private int _header;
    private int _length;

    /// <summary>How many records have begun.</summary>
    public long Value { get; private set; }

    /// <summary>True when no record has begun whose end has not come.</summary>
    public readonly bool IsBetweenRecords => _header == 0;

    /// <summary>Looks at the bytes that come next.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_header < HeaderBytes)
            {
                Value += _header == 0 ? 1 : 0;
                _length = _header >= 3 ? (_length << 8) | bytes[0] : 0;
                _header++;
                bytes = bytes[1..];
            }
            else
            {
                int count = Math.Min(_length, bytes.Length);
                _length -= count;
                bytes = bytes[count..];
            }

            if (_header == HeaderBytes && _length == 0)
            {
                _header = 0;
            }
        }
    }
}
