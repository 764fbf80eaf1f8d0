// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Load.Simulations;

/// <summary>
/// Reads responses strictly, and knows nothing of the code that wrote them. A response is whole or there is an exception:
/// <see cref="InvalidDataException"/> for what is none, <see cref="EndOfStreamException"/> for one that ends too early.
/// </summary>
internal sealed class ModelReader(Connection connection, Random random, CancellationToken patience)
{
    private byte[] _bytes = new byte[4096];
    private int _first;
    private int _end;

    /// <summary>True when nothing of a next response has come.</summary>
    public bool IsEmpty => _first == _end;

    /// <summary>Reads a response, final or 1xx.</summary>
    /// <param name="toHead">True when it answers HEAD, and so has no body.</param>
    public async Task<ModelResponse> ReadAsync(bool toHead = false)
    {
        string[] lines = (await TakeHeadAsync()).Split("\r\n");
        Require(lines[0].Length >= 13 && lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal), lines[0]);
        ModelResponse head = new(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), lines);
        string? length = head.Field("Content-Length");
        string? coding = head.Field("Transfer-Encoding");
        Require(length is null || coding is null, "Both a length and a coding.");
        if (head.Status is < 200 or 304 || toHead)
        {
            return head;
        }

        Require(length is not null || coding == "chunked" || head.Closes, "A body without an end.");
        byte[] body = length is not null
            ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture))
            : coding is not null ? await TakeChunksAsync() : await TakeRestAsync();
        return head with { Body = body };
    }

    /// <summary>Takes so many bytes.</summary>
    public async Task<byte[]> TakeAsync(int count)
    {
        while (_end - _first < count)
        {
            await NeedAsync();
        }

        byte[] taken = _bytes.AsSpan(_first, count).ToArray();
        _first += count;
        return taken;
    }

    /// <summary>Waits for more; true when the stream has ended instead.</summary>
    public async Task<bool> IsAtEndAsync() => IsEmpty && !await ReceiveAsync();

    /// <summary>Takes a frame of a server. RFC 6455 §5.2.</summary>
    public async Task<ModelFrame> TakeFrameAsync()
    {
        byte[] head = await TakeAsync(2);
        Require((head[0] & 0x30) == 0, "A reserved bit is set.");
        Require(head[1] < 0x80, "A frame of a server is masked.");
        int opcode = head[0] & 0x0F;
        Require(opcode is <= ModelFrame.Binary or (>= ModelFrame.Close and <= ModelFrame.Pong), "An opcode that there is not.");
        long length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(await TakeAsync(8)),
            byte itself => itself,
        };
        Require(head[1] != 126 || length > 125, "A length in more bytes than it needs.");
        Require(head[1] != 127 || length is > ushort.MaxValue and < int.MaxValue, "A length that cannot be.");
        bool isFinal = head[0] >= 0x80;
        Require(opcode < ModelFrame.Close || (isFinal && length < 126), "A control frame that is too long, or in fragments.");
        return new ModelFrame(opcode, isFinal, IsCompressed: (head[0] & 0x40) != 0, await TakeAsync((int)length));
    }

    /// <summary>Takes everything up to the end of the stream.</summary>
    public async Task<byte[]> TakeRestAsync()
    {
        while (await ReceiveAsync())
        {
            // The end of the connection is the end of the body.
        }

        return await TakeAsync(_end - _first);
    }

    private async Task<byte[]> TakeChunksAsync()
    {
        using MemoryStream body = new();
        while (true)
        {
            string line = await TakeLineAsync();
            Require(line.Length is > 0 and < 9, "Not the size of a chunk: " + line);
            int size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Write(await TakeAsync(size));
            Require((await TakeLineAsync()).Length == 0, "A chunk is longer than its size.");
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<string> TakeHeadAsync()
    {
        StringBuilder head = new();
        while (await TakeLineAsync() is { Length: > 0 } line)
        {
            head.Append(line).Append("\r\n");
        }

        return head.ToString();
    }

    private async Task<string> TakeLineAsync()
    {
        int length;
        while ((length = _bytes.AsSpan(_first, _end - _first).IndexOf("\r\n"u8)) < 0)
        {
            Require(_end - _first < 10_000, "A line without an end.");
            await NeedAsync();
        }

        string line = Encoding.Latin1.GetString(_bytes, _first, length);
        _first += length + 2;
        return line;
    }

    private async Task NeedAsync()
    {
        if (!await ReceiveAsync())
        {
            throw new EndOfStreamException("The stream ended within a response, or before it.");
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        if (_first == _end)
        {
            _first = _end = 0;
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        }

        int most = random.Next(4) == 0 ? random.Next(1, 100) : int.MaxValue;
        Memory<byte> room = _bytes.AsMemory(_end, Math.Min(_bytes.Length - _end, most));
        int received = await connection.ReceiveAsync(room, patience);
        _end += received;
        return received > 0;
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
