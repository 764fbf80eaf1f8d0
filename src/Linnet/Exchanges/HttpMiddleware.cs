// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// Stands between the server and a handler: does something, passes the exchange on or answers by itself, does something.
/// </summary>
/// <param name="exchange">The request and its response; its <see cref="HttpExchange.Route"/> is known already.</param>
/// <param name="next">
/// The rest of the way to the handler. Await it, and do not call it twice; not calling it is how to answer instead.
/// </param>
public delegate ValueTask HttpMiddleware(HttpExchange exchange, HttpHandler next);
