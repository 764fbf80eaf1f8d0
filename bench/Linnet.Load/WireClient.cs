// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load;

/// <summary>A client that knows just enough HTTP to tell a whole response from a cut one. Used by one flow.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private readonly Connection _connection;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>A client on a connection, which it owns.</summary>
    public WireClient(Connection connection) => _connection = connection;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens, or not any more.</exception>
    public static async Task<WireClient> ConnectAsync(string address, CancellationToken cancellationToken) =>
        new(await Connector.ConnectAsync(address, cancellationToken));

    /// <summary>Sends text.</summary>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken) =>
        SendAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    /// <summary>Sends bytes.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _connection.SendAllAsync(bytes, cancellationToken);

    /// <summary>Reads the head of the next response; null when the server has ended its stream before any byte of it.</summary>
    /// <exception cref="EndOfStreamException">The stream has ended within it.</exception>
    public async ValueTask<WireHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                return _start == _end ? null : throw new EndOfStreamException("A head is not whole.");
            }
        }

        string text = Encoding.ASCII.GetString(Unread[..(length + 4)]);
        _start += length + 4;
        return WireHead.Parse(text);
    }

    /// <summary>Reads so many bytes of a body and forgets them.</summary>
    /// <exception cref="EndOfStreamException">There are not so many.</exception>
    public async ValueTask SkipBodyAsync(long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException("A body is not whole.");
            }

            int count = (int)Math.Min(length, _end - _start);
            _start += count;
            length -= count;
        }
    }

    /// <summary>Reads a short body as text.</summary>
    /// <exception cref="EndOfStreamException">It is not whole.</exception>
    public async ValueTask<string> ReadBodyAsync(long length, CancellationToken cancellationToken)
    {
        while (_end - _start < length)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException("A body is not whole.");
            }
        }

        string text = Encoding.ASCII.GetString(_buffer, _start, (int)length);
        _start += (int)length;
        return text;
    }

    /// <summary>Asks for something short and gives its body.</summary>
    public async Task<string> AskAsync(string target, CancellationToken cancellationToken)
    {
        await SendAsync($"GET {target} HTTP/1.1\r\nHost: load\r\n\r\n", cancellationToken);
        WireHead head = await ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("There is no answer.");
        return head.Status == 200
            ? await ReadBodyAsync(head.ContentLength, cancellationToken)
            : throw new InvalidDataException($"The answer to {target} is {head.Status}.");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new InvalidDataException("This is longer than a client of ours expects.");
        }

        int received = await _connection.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += received;
        return received > 0;
    }
}
