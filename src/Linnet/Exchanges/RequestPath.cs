// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>
/// The path of a request in the form of <see cref="TargetPath.NormalizeSegments"/>: decoded once, without dot segments,
/// without its first slash. A path that has this form as it was sent is read where it stands; another one is worked on in
/// a rented array, which is given back when the exchange ends.
/// </summary>
internal sealed class RequestPath(HttpExchange exchange)
{
    private byte[]? _rented;
    private int _length;

    /// <summary>The form. Valid until the handler awaits something, or the exchange ends.</summary>
    public ReadOnlySpan<byte> Form => _rented is null ? exchange.Request.PathBytes[1..] : _rented.AsSpan(0, _length);

    /// <summary>A part of the form as a value: an encoded slash in it is a slash from now on.</summary>
    public ReadOnlySpan<byte> Value(Range range)
    {
        if (_rented is null)
        {
            return Form[range];
        }

        Span<byte> value = _rented.AsSpan(0, _length)[range];
        value.Replace(TargetPath.SlashInSegment, (byte)'/');
        return value;
    }

    /// <summary>Brings the path into its form, always from what was sent, so that nothing is ever decoded twice.</summary>
    public TargetPathRejection Normalise()
    {
        Release();
        ReadOnlySpan<byte> sent = exchange.Request.PathBytes;
        if (IsNormal(sent))
        {
            return TargetPathRejection.None;
        }

        _rented = ArrayPool<byte>.Shared.Rent(sent.Length);
        sent.CopyTo(_rented);
        TargetPathRejection rejection = TargetPath.NormalizeSegments(_rented.AsSpan(0, sent.Length), out _length);
        if (rejection != TargetPathRejection.None)
        {
            _length = 0;
        }

        return rejection;
    }

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    // What a path needs to be changed by its normal form: an encoded byte, a segment that begins with a dot, an empty one.
    private static bool IsNormal(ReadOnlySpan<byte> sent) =>
        !sent.IsEmpty && sent[0] == (byte)'/'
        && !sent.Contains((byte)'%') && sent.IndexOf("/."u8) < 0 && sent.IndexOf("//"u8) < 0;
}
