// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Testing;

/// <summary>
/// A client that sends what it is given, byte for byte, and reads what comes strictly. Owns its connection. No wait of its
/// lasts longer than ten seconds: then it fails with a <see cref="TimeoutException"/>.
/// </summary>
/// <param name="connection">The client's end.</param>
public sealed class RawClient(Connection connection) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ResponseReader _reader = new(connection);

    /// <summary>The connection.</summary>
    public Connection Connection => connection;

    /// <summary>How many bytes have come that belong to no response that was read.</summary>
    public int UnreadBytes => _reader.UnreadBytes;

    /// <summary>Sends text, each character a byte (Latin-1).</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes) => connection.SendAllAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Ends this side's stream; what comes can still be received.</summary>
    public void EndSending() => connection.ShutdownSend();

    /// <summary>Resets the connection.</summary>
    public void Abort() => connection.Abort();

    /// <summary>Reads the next response, final or 1xx.</summary>
    /// <param name="toHead">True when it answers HEAD, and so has no body whatever its head says.</param>
    /// <exception cref="InvalidDataException">What came is not a response as RFC 9112 has it.</exception>
    /// <exception cref="EndOfStreamException">The connection ended before the response did.</exception>
    /// <exception cref="IOException">The connection was reset.</exception>
    public Task<ReceivedResponse> ReceiveAsync(bool toHead = false) => _reader.ReadAsync(toHead);

    /// <summary>Sends a request and reads its response.</summary>
    public async Task<ReceivedResponse> AskAsync(string request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await SendAsync(request).ConfigureAwait(false);
        return await ReceiveAsync(request.StartsWith("HEAD ", StringComparison.Ordinal)).ConfigureAwait(false);
    }

    /// <summary>Receives until the server's end: true for an orderly one, false for a reset.</summary>
    public Task<bool> WaitForEndAsync() => _reader.ReadToEndAsync();

    /// <summary>Reads all that comes up to the end of the connection, as text, each byte a character (Latin-1).</summary>
    /// <exception cref="IOException">The connection was reset.</exception>
    public async Task<string> ReceiveAllAsync()
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[16 * 1024];
        while (await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience).ConfigureAwait(false) is > 0 and int received)
        {
            all.Write(buffer.AsSpan(0, received));
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Closes this end.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
