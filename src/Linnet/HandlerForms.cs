// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet;

/// <summary>Makes an <see cref="HttpHandler"/> of each form a route's handler can have: once, when it is mapped.</summary>
internal static class HandlerForms
{
    /// <summary>Of one that needs nothing of the request.</summary>
    public static HttpHandler Of(Func<Result> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return exchange => handler().SendAsync(exchange);
    }

    /// <summary>Of one that returns its result.</summary>
    public static HttpHandler Of(Func<HttpExchange, Result> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return exchange => handler(exchange).SendAsync(exchange);
    }

    /// <summary>Of one that returns its result later.</summary>
    public static HttpHandler Of(Func<HttpExchange, ValueTask<Result>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return exchange =>
        {
            ValueTask<Result> result = handler(exchange);
            return result.IsCompletedSuccessfully
                ? result.Result.SendAsync(exchange)
                : SendAsync(result, exchange);
        };
    }

    /// <summary>Of one that returns a task: a method that was written for it may bring a result after all.</summary>
    public static HttpHandler Of(Func<HttpExchange, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return exchange => SendAsync(handler(exchange), exchange);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendAsync(ValueTask<Result> result, HttpExchange exchange) =>
        await (await result.ConfigureAwait(false)).SendAsync(exchange).ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendAsync(Task task, HttpExchange exchange)
    {
        await task.ConfigureAwait(false);

        // A method that returns Task<Result> is a Func<HttpExchange, Task>, too, and its result must not get lost.
        Result result = task switch
        {
            Task<Result> any => await any.ConfigureAwait(false),
            Task<string> text => await text.ConfigureAwait(false),
            _ => default,
        };
        await result.SendAsync(exchange).ConfigureAwait(false);
    }
}
