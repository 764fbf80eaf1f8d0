// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>A request body as it was sent, on its way to a decoder: counts, and remembers how it ended.</summary>
internal sealed class CodedBody(Stream sent) : ReadOnceStream
{
    private readonly byte[] _last = new byte[sizeof(uint)];

    /// <summary>Bytes that have been read.</summary>
    public long Count { get; private set; }

    /// <summary>True when the decoder wanted more than there is.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when the body could not be read, which is not the decoder's fault.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The last four bytes as a number, as gzip ends: the length of what was coded (RFC 1952 §2.3.1).</summary>
    public uint LastNumber => BinaryPrimitives.ReadUInt32LittleEndian(_last);

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        HasFailed = true;
        int count = await sent.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        HasFailed = false;
        HasEnded |= count == 0 && buffer.Length > 0;
        Count += count;
        Remember(buffer.Span[..count]);
        return count;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.Length > _last.Length ? bytes[^_last.Length..] : bytes;
        _last.AsSpan(bytes.Length).CopyTo(_last);
        bytes.CopyTo(_last.AsSpan(_last.Length - bytes.Length));
    }
}
