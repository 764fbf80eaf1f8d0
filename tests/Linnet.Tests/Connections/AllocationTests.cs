// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Counts what a request costs the heap, from socket to socket. No time is measured.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    private const int Batches = 10;
    private const int Rounds = 500;

    private static readonly byte[] Hello = Encoding.ASCII.GetBytes("Hello, World!");
    private static readonly byte[] Scratch = new byte[4096];

    [Theory]
    [Rfc("9112", "9.3")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n", 0)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n", 1024)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n", 1024, "\r\n0\r\n\r\n")]
    public async Task A_request_on_a_kept_connection_allocates_nothing_from_socket_to_socket(string head, int body, string end = "")
    {
        // The whole process is counted: the server and the client, which is a bare connection.
        await using RunningServer served = await RunningServer.StartAsync(EchoAsync, Behind());
        await using Connection client = await served.ConnectAsync();
        byte[] request = Encoding.ASCII.GetBytes(head + new string('x', body) + end);
        byte[] response = new byte[8192];
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await client.SendAllAsync(request);
                for (int received = 0; !IsWhole(response.AsSpan(0, received), body);)
                {
                    received += await client.ReceiveAsync(response.AsMemory(received));
                }
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The smallest object is 24 bytes: one for each request would be 12,000 in every batch.
        Assert.InRange(least, 0, Rounds * 4);
    }

    /// <summary>Trusts the client to be a proxy: what nobody asks for must not cost anything either.</summary>
    private static HttpServerOptions Behind() => new()
    {
        TrustedProxies = new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")),
        ForwardedFields = ForwardedFields.XForwardedFor,
    };

    private static bool IsWhole(ReadOnlySpan<byte> response, int body)
    {
        int end = response.IndexOf("\r\n\r\n"u8);
        return end >= 0 && response.Length - end - 4 == (body == 0 ? Hello.Length : body);
    }

    private static ValueTask EchoAsync(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        response.ContentType = "text/plain";
        if (exchange.Request.ContentLength == 0)
        {
            response.ContentLength = Hello.Length;
            return response.WriteAsync(Hello);
        }

        return EchoBodyAsync(exchange);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(
        typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask EchoBodyAsync(HttpExchange exchange)
    {
        for (int read; (read = await exchange.Request.Body.ReadAsync(Scratch)) > 0;)
        {
            await exchange.Response.WriteAsync(Scratch.AsMemory(0, read));
        }
    }
}
