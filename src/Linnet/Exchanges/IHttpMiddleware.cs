// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>A middleware that is an object, with options of its own. One object serves any number of requests at once.</summary>
public interface IHttpMiddleware
{
    /// <summary>Does its part, as an <see cref="HttpMiddleware"/> does.</summary>
    /// <param name="exchange">The request and its response.</param>
    /// <param name="next">The rest of the way to the handler.</param>
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next);
}
