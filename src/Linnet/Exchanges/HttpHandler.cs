// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// Answers one request. The response is whole when the returned task ends; a handler that writes nothing answers with an
/// empty body. An exception becomes a 500, or a reset when a part of the response has gone already.
/// </summary>
/// <param name="exchange">The request and its response; valid until the returned task has ended.</param>
public delegate ValueTask HttpHandler(HttpExchange exchange);
