// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>A sequence as a JSON array in the body of a response.</summary>
internal static class JsonItems
{
    private static readonly ReadOnlyMemory<byte> Open = "["u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Comma = ","u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Close = "]"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Empty = "[]"u8.ToArray();

    /// <summary>Sends each item as it comes.</summary>
    public static async ValueTask SendAsync<T>(
        HttpExchange exchange, IAsyncEnumerable<T> items, JsonTypeInfo<T> typeInfo)
    {
        HttpResponse response = exchange.Response;
        bool isFirst = true;
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(exchange.Aborted);
        await using (enumerator.ConfigureAwait(false))
        {
            while (await NextAsync(response, enumerator, isFirst).ConfigureAwait(false))
            {
                await response.WriteAsync(isFirst ? Open : Comma, CancellationToken.None).ConfigureAwait(false);
                await response.WriteJsonAsync(enumerator.Current, typeInfo, CancellationToken.None).ConfigureAwait(false);
                isFirst = false;
            }
        }

        await response.WriteAsync(isFirst ? Empty : Close, CancellationToken.None).ConfigureAwait(false);
    }

    private static async ValueTask<bool> NextAsync<T>(
        HttpResponse response, IAsyncEnumerator<T> enumerator, bool isFirst)
    {
        ValueTask<bool> next = enumerator.MoveNextAsync();
        if (next.IsCompleted || isFirst)
        {
            // Until the first item has come, a failure can still be answered as one.
            return await next.ConfigureAwait(false);
        }

        Task<bool> pending = next.AsTask();
        try
        {
            await response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            // Nobody disposes an enumerator that is still asked for an item.
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await pending.ConfigureAwait(false);
    }
}
