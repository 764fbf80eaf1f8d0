// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Counts what reading and writing messages costs the heap, from socket to socket. No time is measured.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class MessageAllocationTests
{
    private const int Batches = 10;
    private const int Rounds = 300;

    private static readonly Action<HttpExchange> Starting = static starting => starting.Response.StatusCode = 200;
    private static readonly Action<HttpExchange> Completed = static over => _ = over.Response.BytesSent;

    [Theory]
    [InlineData("header span")]
    [InlineData("query span")]
    [InlineData("cookie span")]
    [InlineData("pieces")]
    [InlineData("writer")]
    [InlineData("json")]
    [InlineData("text")]
    [InlineData("callbacks")]
    public async Task A_request_allocates_nothing(string what)
    {
        HttpHandler handler = Handler(what);
        await using RunningServer served = await RunningServer.StartAsync(handler);
        await using Connection client = await served.ConnectAsync();
        byte[] request = Encoding.ASCII.GetBytes(
            "POST /?a=b+c&name=value%20x HTTP/1.1\r\nHost: a\r\nCookie: a=b; name=value\r\nX-Name: value\r\n"
            + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"X\":1,\"Y\":2}");
        byte[] response = new byte[8192];
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await client.SendAllAsync(request);
                int received = 0;
                while (!response.AsSpan(0, received).EndsWith("}"u8))
                {
                    received += await client.ReceiveAsync(response.AsMemory(received));
                }
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The smallest object is 24 bytes: one for each request would be 7,200 in every batch.
        Assert.InRange(least, 0, Rounds * 4);
    }

    private static HttpHandler Handler(string what) => what switch
    {
        "header span" => static exchange => AnswerAsync(
            exchange, exchange.Request.Headers.TryGetBytes("x-name"u8, out ReadOnlySpan<byte> value) && value.SequenceEqual("value"u8)),
        "query span" => static exchange => AnswerAsync(
            exchange, exchange.Request.Query.TryGetBytes("name"u8, out ReadOnlySpan<byte> value) && value.SequenceEqual("value x"u8)),
        "cookie span" => static exchange => AnswerAsync(
            exchange, exchange.Request.Cookies.TryGetBytes("name"u8, out ReadOnlySpan<byte> value) && value.SequenceEqual("value"u8)),
        "pieces" => EchoPiecesAsync,
        "json" => static exchange => exchange.Response.WriteJsonAsync(new Point(1, 2), Shapes.Default.Point),
        "text" => static exchange => exchange.Response.WriteAsync("{}"),
        "callbacks" => static exchange =>
        {
            exchange.Response.OnStarting(Starting);
            exchange.Response.OnCompleted(Completed);
            return AnswerAsync(exchange, true);
        }
        ,
        _ => static exchange => AnswerAsync(exchange, true),
    };

    private static ValueTask AnswerAsync(HttpExchange exchange, bool isRight)
    {
        exchange.Response.Writer.Write(isRight ? "{}"u8 : "{wrong"u8);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask EchoPiecesAsync(HttpExchange exchange)
    {
        while (await exchange.Request.ReadAsync() is { IsEmpty: false } piece)
        {
            await exchange.Response.WriteAsync(piece);
        }
    }
}
