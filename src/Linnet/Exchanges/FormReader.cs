// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Forms;
using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>
/// Moves a multipart form from its request to whoever reads it, part by part, through one buffer. Made for one form; used
/// by one flow.
/// </summary>
internal sealed class FormReader : IDisposable
{
    // Beside the head of a part, which has to be in one piece, this much is received at once.
    private const int BlockBytes = 16 * 1024;

    private readonly HttpRequest _request;
    private readonly FormLimits _limits;
    private readonly MultipartParser _parser;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _data;
    private FormPart? _current;
    private FormPart? _ended;

    private FormReader(HttpRequest request, FormLimits limits, ReadOnlySpan<byte> boundary)
    {
        _request = request;
        _limits = limits;
        _parser = new MultipartParser(boundary, limits);
        _buffer = ArrayPool<byte>.Shared.Rent(limits.MaxPartHeadBytes + BlockBytes);
    }

    /// <summary>A reader of a request's form.</summary>
    /// <exception cref="RequestBodyException">It is no multipart form.</exception>
    public static FormReader Create(HttpRequest request, FormLimits limits)
    {
        request.Headers.TryGetBytes("Content-Type"u8, out ReadOnlySpan<byte> contentType);
        if (!IsMultipart(contentType))
        {
            throw new RequestBodyException(415, "The body must be multipart/form-data.");
        }

        Span<byte> boundary = stackalloc byte[MultipartParser.MaxBoundaryBytes];
        return MediaType.TryGetParameter(contentType, "boundary"u8, boundary, out int length)
            && MultipartParser.IsBoundary(boundary[..length])
                ? new FormReader(request, limits, boundary[..length])
                : throw new RequestBodyException(400, "The boundary of the form must have 1 to 70 characters (RFC 2046 §5.1.1).");
    }

    /// <summary>True for the media type of forms in parts.</summary>
    public static bool IsMultipart(ReadOnlySpan<byte> contentType) =>
        Ascii.EqualsIgnoreCase(MediaType.Essence(contentType), "multipart/form-data"u8);

    /// <summary>Reads on to the next part; null at the end of the form.</summary>
    public async ValueTask<FormPart?> NextAsync(CancellationToken cancellationToken)
    {
        _current = null;
        _ended = null;
        while (true)
        {
            _start += _data;
            _data = 0;
            switch (await StepAsync(cancellationToken).ConfigureAwait(false))
            {
                case MultipartStep.PartBegins:
                    return _current = Part(_parser.Head);
                case MultipartStep.Complete:
                    return null;
                default:
                    break;
            }
        }
    }

    /// <summary>Reads content of a part; 0 at its end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(FormPart part, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0 || (_current != part && _ended != part))
        {
            throw new InvalidOperationException("The part is over: read it before the next one is asked for.");
        }

        if (_data == 0 && _current == part && !destination.IsEmpty)
        {
            MultipartStep step = await StepAsync(cancellationToken).ConfigureAwait(false);
            Debug.Assert(step is MultipartStep.Data or MultipartStep.PartEnds, "Within a part.");
            if (step == MultipartStep.PartEnds)
            {
                _ended = part;
                _current = null;
            }
        }

        int count = Math.Min(_data, destination.Length);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        _data -= count;
        return count;
    }

    /// <summary>Reads a part as text.</summary>
    public async ValueTask<string> ReadTextAsync(FormPart part, CancellationToken cancellationToken)
    {
        PooledBuffer text = new();
        try
        {
            await GatherAsync(part, text, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(text.Content.Span);
        }
        finally
        {
            text.Release();
        }
    }

    /// <summary>Reads a part, as much as a field may have, into a buffer.</summary>
    public async ValueTask GatherAsync(FormPart part, PooledBuffer destination, CancellationToken cancellationToken)
    {
        int read;
        do
        {
            Memory<byte> room = destination.GetMemory();
            read = await ReadAsync(part, room, cancellationToken).ConfigureAwait(false);
            destination.Advance(read);
            if (destination.Length > _limits.MaxFieldBytes)
            {
                throw new RequestBodyException(413, $"A field must not have more than {_limits.MaxFieldBytes} bytes.");
            }
        }
        while (read > 0);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _current = null;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FormPart Part(PartHead head) => new(
        this,
        ParameterList.Text(head.Name),
        head.IsFile ? SafeFileName.From(head.FileName) : null,
        head.ContentType.IsEmpty ? null : Encoding.Latin1.GetString(head.ContentType),
        head.IsFile && !head.FileName.IsEmpty);

    /// <summary>The next step; data is left where it is.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<MultipartStep> StepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MultipartStep step = _parser.Read(_buffer.AsSpan(_start, _end - _start), out int consumed);
            _data = step == MultipartStep.Data ? consumed : 0;
            _start += consumed - _data;
            switch (step)
            {
                case MultipartStep.NeedMore:
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case MultipartStep.Rejected:
                    throw Refusal(_parser.Rejection);
                default:
                    return step;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        // What is unread is a piece of a head or of a boundary: little, or once for a part.
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int received = await _request.Body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += received;
        if (received == 0)
        {
            throw new RequestBodyException(400, "The form ends before its last boundary (RFC 2046 §5.1.1).");
        }
    }

    private RequestBodyException Refusal(MultipartRejection rejection) => rejection switch
    {
        MultipartRejection.InvalidDelimiter =>
            new(400, "Something stands behind a boundary of the form (RFC 2046 §5.1.1)."),
        MultipartRejection.InvalidPartHead =>
            new(400, "The head of a part of the form is not valid (RFC 2046 §5.1)."),
        MultipartRejection.MissingName =>
            new(400, "Every part of the form must name its field (RFC 7578 §4.2)."),
        MultipartRejection.UnsupportedEncoding =>
            new(400, "No part of the form may have a transfer encoding (RFC 7578 §4.7)."),
        MultipartRejection.PartHeadTooLarge =>
            new(413, $"The head of a part must not have more than {_limits.MaxPartHeadBytes} bytes."),
        MultipartRejection.TooManyParts =>
            new(413, $"The form must not have more than {_limits.MaxParts} parts."),
        MultipartRejection.None => throw new UnreachableException(),
    };
}
