// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;

namespace Linnet;

/// <summary>
/// The short ways to map routes. A handler returns a <see cref="Result"/>, at once or later, or writes the response itself:
/// each verb takes each of these.
/// </summary>
/// <remarks>
/// The priorities settle which of them a lambda is that could be several: one that only throws, or an async one without a
/// value, which is a <see cref="HttpHandler"/> and not a <see cref="Task"/>.
/// </remarks>
public static class RouteVerbs
{
    /// <summary>Adds a middleware that is an object.</summary>
    /// <exception cref="InvalidOperationException">Serving has begun.</exception>
    public static void Use(this IRoutes routes, IHttpMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Require(routes).Use(middleware.InvokeAsync);
    }

    /// <summary>Maps GET (and HEAD) to a handler that needs nothing of the request.</summary>
    public static void Get(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("GET", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps GET (and HEAD) to a handler that returns its result.</summary>
    public static void Get(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("GET", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps GET (and HEAD) to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Get(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("GET", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps GET (and HEAD) to a handler that writes the response.</summary>
    public static void Get(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("GET", pattern, handler, file, line);

    /// <summary>Maps GET (and HEAD) to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Get(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("GET", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps POST to a handler that needs nothing of the request.</summary>
    public static void Post(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("POST", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps POST to a handler that returns its result.</summary>
    public static void Post(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("POST", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps POST to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Post(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("POST", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps POST to a handler that writes the response.</summary>
    public static void Post(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("POST", pattern, handler, file, line);

    /// <summary>Maps POST to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Post(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("POST", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PUT to a handler that needs nothing of the request.</summary>
    public static void Put(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PUT", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PUT to a handler that returns its result.</summary>
    public static void Put(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PUT", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PUT to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Put(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PUT", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PUT to a handler that writes the response.</summary>
    public static void Put(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PUT", pattern, handler, file, line);

    /// <summary>Maps PUT to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Put(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PUT", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps DELETE to a handler that needs nothing of the request.</summary>
    public static void Delete(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("DELETE", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps DELETE to a handler that returns its result.</summary>
    public static void Delete(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("DELETE", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps DELETE to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Delete(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("DELETE", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps DELETE to a handler that writes the response.</summary>
    public static void Delete(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("DELETE", pattern, handler, file, line);

    /// <summary>Maps DELETE to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Delete(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("DELETE", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PATCH to a handler that needs nothing of the request.</summary>
    public static void Patch(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PATCH", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PATCH to a handler that returns its result.</summary>
    public static void Patch(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PATCH", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PATCH to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Patch(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PATCH", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps PATCH to a handler that writes the response.</summary>
    public static void Patch(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PATCH", pattern, handler, file, line);

    /// <summary>Maps PATCH to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Patch(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map("PATCH", pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps every method to a handler that needs nothing of the request.</summary>
    public static void Map(
        this IRoutes routes,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(null, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps every method to a handler that returns its result.</summary>
    public static void Map(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(null, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps every method to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Map(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(null, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps every method to a handler that writes the response.</summary>
    public static void Map(
        this IRoutes routes,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(null, pattern, handler, file, line);

    /// <summary>Maps every method to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Map(
        this IRoutes routes,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(null, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps a method to a handler that needs nothing of the request.</summary>
    public static void Map(
        this IRoutes routes,
        string? method,
        string pattern,
        Func<Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(method, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps a method to a handler that returns its result.</summary>
    public static void Map(
        this IRoutes routes,
        string? method,
        string pattern,
        Func<HttpExchange, Result> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(method, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps a method to a handler that returns its result later.</summary>
    [OverloadResolutionPriority(1)]
    public static void Map(
        this IRoutes routes,
        string? method,
        string pattern,
        Func<HttpExchange, ValueTask<Result>> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(method, pattern, HandlerForms.Of(handler), file, line);

    /// <summary>Maps a method to a handler that writes the response and returns a task; a result that it brings is sent.</summary>
    [OverloadResolutionPriority(-1)]
    public static void Map(
        this IRoutes routes,
        string? method,
        string pattern,
        Func<HttpExchange, Task> handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Require(routes).Map(method, pattern, HandlerForms.Of(handler), file, line);

    private static IRoutes Require(IRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return routes;
    }
}
