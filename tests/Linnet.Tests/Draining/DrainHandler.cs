// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;

namespace Linnet.Tests.Draining;

/// <summary>Handlers that stay where a test wants to find them when the server stops.</summary>
internal sealed class DrainHandler
{
    /// <summary>More than any window of these tests holds.</summary>
    public const int LargeBytes = 10_000;

    /// <summary>An offer of the protocol that <see cref="UpgradeAsync"/> speaks.</summary>
    public const string Offer = "GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n\r\n";

    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new();
    private int _begun;

    /// <summary>The clients of these tests, as proxies.</summary>
    public static TrustedPeers Proxies { get; } = new(IPNetwork.Parse("127.0.0.1/32"));

    /// <summary>Ends when a handler that waits has begun to.</summary>
    public Task Began => _began.Task;

    /// <summary>Ends when a handler that waits to be aborted has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many handlers have begun to wait.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>True once a handler has been told that nobody waits for its response.</summary>
    public bool WasAborted { get; private set; }

    /// <summary>Lets the handlers that wait go on, now and later.</summary>
    public void GoOn() => _goOn.TrySetResult();

    public static ValueTask Answer(HttpExchange exchange) => exchange.Response.WriteAsync("hello");

    public static ValueTask Large(HttpExchange exchange) => exchange.Response.WriteAsync(new byte[LargeBytes]);

    public static async ValueTask EchoAsync(HttpExchange exchange)
    {
        using StreamReader body = new(exchange.Request.Body);
        await exchange.Response.WriteAsync(await body.ReadToEndAsync());
    }

    public static async ValueTask UpgradeAsync(HttpExchange exchange)
    {
        if (exchange.Request.Path != "/upgrade")
        {
            return;
        }

        Connection connection = await exchange.UpgradeAsync("echo/1");
        byte[] buffer = new byte[100];
        for (int read; (read = await connection.ReceiveAsync(buffer)) > 0;)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, read));
        }
    }

    public async ValueTask WaitThenAnswerAsync(HttpExchange exchange)
    {
        await WaitAsync();
        await exchange.Response.WriteAsync("hello");
    }

    public async ValueTask WaitThenEchoAsync(HttpExchange exchange)
    {
        await WaitAsync();
        await EchoAsync(exchange);
    }

    public async ValueTask StreamAsync(HttpExchange exchange)
    {
        await exchange.Response.WriteAsync("beginning");
        await exchange.Response.FlushAsync();
        await WaitAsync();
        await exchange.Response.WriteAsync(", end");
    }

    public async ValueTask WaitForAbortAsync(HttpExchange exchange)
    {
        CancellationToken aborted = exchange.Aborted;
        try
        {
            await WaitAsync().WaitAsync(aborted);
        }
        finally
        {
            WasAborted = aborted.IsCancellationRequested;
            _ended.TrySetResult();
        }
    }

    public async ValueTask StreamUntilAbortAsync(HttpExchange exchange)
    {
        await exchange.Response.WriteAsync("beginning");
        await exchange.Response.FlushAsync();
        await WaitForAbortAsync(exchange);
    }

    private Task WaitAsync()
    {
        Interlocked.Increment(ref _begun);
        _began.TrySetResult();
        return _goOn.Task;
    }
}
