// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Security;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>How a connection waits for a next request over TLS: where it can, without asking the session.</summary>
public sealed class TlsWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[100];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The session has taken the close_notify together with the request, and keeps it to itself.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [Rfc("8446", "6.1")]
    public async Task An_end_that_came_with_the_last_request_is_heard_of_without_more_bytes(SslProtocols protocol)
    {
        (MemoryConnection client, MemoryConnection underneath) = MemoryConnection.CreatePair();
        await using TlsConnection server = new(underneath, TlsPair.Settings);
        ValueTask<HandshakeResult> shaking = server.HandshakeAsync(Cancelled);
        await using TlsCarrier carrier = new(client, new SessionTurn(static () => { }), 16 * 1024);
        await using SslStream session = new(carrier);
        await session.AuthenticateAsClientAsync(TlsPair.ClientOptions(protocols: protocol), Cancelled);
        Assert.Equal(HandshakeResult.Done, await shaking);

        for (int request = 0; request < 3; request++)
        {
            await session.WriteAsync(new byte[] { 1 }, Cancelled);
            await ReceiveOneAsync(server);
        }

        await session.WriteAsync(new byte[] { 1 }, Cancelled);
        await session.ShutdownAsync();
        await ReceiveOneAsync(server);
        Assert.False(await server.WaitIdleAsync().AsTask().WaitAsync(Patience, Cancelled));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_is_ended_and_the_next_one_finds_what_comes()
    {
        await using ConnectedPair pair = await OpenAsync();
        for (int round = 0; round < 3; round++)
        {
            await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
            Assert.True(await NextAsync(pair.Server));
            Assert.Equal(1, await pair.Server.ReceiveAsync(_buffer, Cancelled));

            ValueTask<bool> waiting = pair.Server.WaitIdleAsync();
            Assert.False(waiting.IsCompleted);
            pair.Server.EndIdle();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Patience, Cancelled));
        }
    }

    [Fact]
    public async Task A_wait_is_ended_in_the_middle_of_a_record()
    {
        await using ConnectedPair pair = await OpenAsync();
        await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
        await ReceiveOneAsync(pair.Server);

        // The header of a record of 100 bytes that never come.
        await ((TlsConnection)pair.Client).Carrier.SendAllAsync(new byte[] { 23, 3, 3, 0, 100 }, Cancelled);
        ValueTask<bool> waiting = pair.Server.WaitIdleAsync();
        Assert.False(waiting.IsCompleted);
        pair.Server.EndIdle();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Patience, Cancelled));
    }

    private async Task ReceiveOneAsync(Connection server)
    {
        Assert.True(await server.WaitIdleAsync().AsTask().WaitAsync(Patience, Cancelled));
        Assert.Equal(1, await server.ReceiveAsync(_buffer, Cancelled));
    }

    /// <summary>Waits as a server does: an end that was meant for the wait before is no end of this one.</summary>
    private static async Task<bool> NextAsync(Connection server)
    {
        for (int round = 0; ; round++)
        {
            try
            {
                return await server.WaitIdleAsync().AsTask().WaitAsync(Patience, Cancelled);
            }
            catch (OperationCanceledException) when (round < 2)
            {
                // Late.
            }
        }
    }

    private static async Task<ConnectedPair> OpenAsync()
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair();
        return await TlsPair.OverAsync(client, server);
    }
}
