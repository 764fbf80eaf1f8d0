// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Load.Restarts;

/// <summary>Answers each request with its number and the length of its body, and keeps a journal of what was begun.</summary>
internal sealed class RestartHandler(Journal journal)
{
    private const int LargeBytes = 100_000;

    private static readonly byte[] Padding = new byte[LargeBytes];

    /// <summary>Two in fifty answers are large, and three in fifty slow, so that a stop finds some under way.</summary>
    public async ValueTask AnswerAsync(HttpExchange exchange)
    {
        long number = long.Parse(exchange.Request.Path.AsSpan(1), CultureInfo.InvariantCulture);
        journal.Begin(number);
        int read = await ReadBodyAsync(exchange);
        if (number % 50 is 1 or 2 or 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{number} {read}\n");
        if (number % 50 is 3 or 4)
        {
            exchange.Response.ContentLength = text.Length + LargeBytes;
            await exchange.Response.WriteAsync(text, CancellationToken.None);
            await exchange.Response.FlushAsync(CancellationToken.None);
            await Task.Yield();
            await exchange.Response.WriteAsync(Padding, CancellationToken.None);
            return;
        }

        await exchange.Response.WriteAsync(text, CancellationToken.None);
    }

    private static async ValueTask<int> ReadBodyAsync(HttpExchange exchange)
    {
        byte[] buffer = new byte[64];
        int total = 0;
        for (int read; (read = await exchange.Request.Body.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            total += read;
        }

        return total;
    }
}
