// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// Answers one request. The response is whole when the returned task ends; a handler that writes nothing answers with an
/// empty body. An exception becomes a 500, or a reset when a part of the response has gone already; a
/// <see cref="RequestBodyException"/> becomes the status it names.
/// </summary>
/// <remarks>
/// A handler that writes more than it promised gets an exception, and nothing past the promise is sent; one that writes
/// less, or returns while a read or write of its is under way, has the connection reset. One that ignores
/// <see cref="HttpExchange.Aborted"/> is waited for until the deadline of the server's stop. Each of these is reported to
/// <see cref="HttpServerOptions.HandlerFailed"/>, except a wait, and none of them is noticed by other requests.
/// </remarks>
/// <param name="exchange">The request and its response; valid until the returned task has ended.</param>
public delegate ValueTask HttpHandler(HttpExchange exchange);
