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
        await using RunningServer served = await RunningServer.StartAsync(EchoAsync, Behind());
        string request = head + new string('x', body) + end;
        await RequestCost.ExpectNoneAsync(served, request, body == 0 ? Hello.Length : body);
    }

    /// <summary>Trusts the client to be a proxy: what nobody asks for must not cost anything either.</summary>
    private static HttpServerOptions Behind() => new()
    {
        TrustedProxies = new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")),
        ForwardedFields = ForwardedFields.XForwardedFor,
    };

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
