// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>
/// A client on the base library alone, so that no fault of the woven code is its own. Sends what it is told, and reads whole
/// responses. A stream that ends within one is an <see cref="IOException"/>. Used by one flow.
/// </summary>
internal sealed class FaultClient : IAsyncDisposable
{
    /// <summary>Longer than any bound of a server that holds a connection whose client does nothing wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private FaultClient(Socket socket, Stream stream)
    {
        _socket = socket;
        Stream = stream;
    }

    /// <summary>What is sent and received.</summary>
    public Stream Stream { get; }

    /// <summary>Cancelled when it has waited too long.</summary>
    public CancellationToken Waiting => _patience.Token;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Connects, and shakes hands where that is asked for.</summary>
    public static async Task<FaultClient> ConnectAsync(EndPoint server, bool isSecure)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // So small that a large response does not fit, and the server has to wait.
            socket.ReceiveBufferSize = 16 * 1024;
            using CancellationTokenSource patience = new(Patience);
            await socket.ConnectAsync(server, patience.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            if (isSecure)
            {
                SslStream secure = new(stream, leaveInnerStreamOpen: false, static (_, shown, _, _) => shown?.Subject == "CN=localhost");
                await secure.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = "localhost" }, patience.Token);
                stream = secure;
            }

            return new FaultClient(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends text.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await Stream.WriteAsync(bytes, Waiting);
        await Stream.FlushAsync(Waiting);
    }

    /// <summary>Ends this side's stream.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads the next response that is not an interim one.</summary>
    /// <param name="isHead">Whether it answers HEAD.</param>
    public async Task<FaultResponse> ReadAsync(bool isHead = false)
    {
        while (true)
        {
            FaultResponse head = await ReadHeadAsync();
            if (head.Status is >= 100 and < 200 and not 101)
            {
                continue;
            }

            bool hasBody = !isHead && head.Status is not (101 or 204 or 304);
            return hasBody ? head with { Body = await ReadBodyAsync(head) } : head;
        }
    }

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        byte[] bytes = new byte[count];
        for (int filled = 0; filled < count;)
        {
            await FillAsync();
            int copied = Math.Min(count - filled, _end - _start);
            Unread[..copied].CopyTo(bytes.AsSpan(filled));
            _start += copied;
            filled += copied;
        }

        return bytes;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Stream.DisposeAsync();
        }
        catch (IOException)
        {
            // A farewell that nobody hears any more.
        }

        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<FaultResponse> ReadHeadAsync()
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string status = await ReadLineAsync();
        for (string line; (line = await ReadLineAsync()).Length > 0;)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new FaultResponse(int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture), fields, []);
    }

    private async Task<byte[]> ReadBodyAsync(FaultResponse head)
    {
        if (!head.Fields.ContainsKey("Transfer-Encoding"))
        {
            // Nothing here ends a body by closing: it could not be told from one that was cut.
            return await ReadExactlyAsync(int.Parse(head.Fields["Content-Length"], CultureInfo.InvariantCulture));
        }

        using MemoryStream body = new();
        while (true)
        {
            int length = int.Parse(await ReadLineAsync(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                while ((await ReadLineAsync()).Length > 0)
                {
                    // Trailers say nothing here.
                }

                return body.ToArray();
            }

            body.Write(await ReadExactlyAsync(length));
            await ReadLineAsync();
        }
    }

    private async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = Unread.IndexOf("\r\n"u8)) < 0)
        {
            await FillAsync(isMore: true);
        }

        string line = Encoding.Latin1.GetString(Unread[..length]);
        _start += length + 2;
        return line;
    }

    private async Task FillAsync(bool isMore = false)
    {
        if (_start < _end && !isMore)
        {
            return;
        }

        Unread.CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int received = await Stream.ReadAsync(_buffer.AsMemory(_end), Waiting);
        _end += received > 0 ? received : throw new EndOfStreamException("The server has ended its stream.");
    }
}
