// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>A request body as it was before its client coded it, held to its bounds while it is read.</summary>
internal sealed class DecodedBody : ReadOnceStream
{
    // Below this a body is no burden, and short ones of one letter repeated are not attacks.
    private const int FreeBytes = 64 * 1024;

    private readonly CodedBody _coded;
    private readonly Stream _decoder;
    private readonly long _maxBytes;
    private readonly int _maxRatio;
    private long _count;

    /// <summary>Decodes what is sent.</summary>
    public DecodedBody(Stream sent, Func<Stream, Stream> decoder, long maxBytes, int maxRatio)
    {
        _coded = new CodedBody(sent);
        _decoder = decoder(_coded);
        _maxBytes = maxBytes;
        _maxRatio = maxRatio;
    }

    /// <summary>True for gzip, whose decoder reads on at the end, and whose last bytes are a length.</summary>
    public bool EndsWithLength { get; init; }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException && !_coded.HasFailed)
        {
            throw new RequestBodyException(400, "The body is not coded as its Content-Encoding says.", failure);
        }

        _count += count;
        if (_count > _maxBytes || (_count > FreeBytes && _count / _maxRatio > _coded.Count))
        {
            throw new RequestBodyException(413, "The body becomes too large when it is decoded.");
        }

        if (count == 0 && buffer.Length > 0 && IsCut)
        {
            throw new RequestBodyException(400, "The body ends before its coding does.");
        }

        return count;
    }

    /// <summary>
    /// True when the decoder would have wanted more, which the base library keeps to itself. Those of br and zlib do not ask
    /// for more after the end; that of gzip does, for another member may follow, of which the last one says its length.
    /// </summary>
    private bool IsCut => _coded.Count > 0 && (EndsWithLength ? _coded.LastNumber > _count : _coded.HasEnded);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
            _coded.Dispose();
        }

        base.Dispose(disposing);
    }
}
