// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Load.Serving;

/// <summary>Handlers that do what no handler should.</summary>
internal static class BadHandlers
{
    private const int Depth = 5_000;

    /// <summary>Answers, or does not.</summary>
    public static ValueTask AnswerAsync(HttpExchange exchange, string way) => way switch
    {
        "throw" => throw new InvalidDataException("This handler always fails."),
        "hang" => HangAsync(),
        "block" => BlockAsync(exchange),
        "recurse" => AnswerAsync(exchange, Descend(Depth)),
        "hoard" => HoardAsync(exchange),
        _ => throw new ArgumentException($"There is no such bad handler as \"{way}\".", nameof(way)),
    };

    // Never ends, whatever the exchange's token says.
    private static async ValueTask HangAsync() => await Task.Delay(Timeout.Infinite, CancellationToken.None);

    private static ValueTask BlockAsync(HttpExchange exchange)
    {
        // Blocking is what is shown.
#pragma warning disable RS0030, CA1849
        Thread.Sleep(100);
#pragma warning restore RS0030, CA1849
        return AnswerAsync(exchange, 0);
    }

    // As deep as a careless one goes. Endless recursion ends any .NET process, whoever serves.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Descend(int depth) => depth == 0 ? 0 : 1 + Descend(depth - 1);

    private static async ValueTask HoardAsync(HttpExchange exchange)
    {
        using MemoryStream all = new();
        await exchange.Request.Body.CopyToAsync(all, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        await AnswerAsync(exchange, all.Length);
    }

    private static ValueTask AnswerAsync(HttpExchange exchange, long number) =>
        exchange.Response.WriteAsync(number.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
}
