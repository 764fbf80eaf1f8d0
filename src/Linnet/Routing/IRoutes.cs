// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>
/// Where routes are mapped: a server, a router, or a group of either. Get, Post and their like are extension methods of the
/// namespace Linnet. docs/routing.md is the page of templates.
/// </summary>
public interface IRoutes
{
    /// <summary>Maps a method and a template to a handler.</summary>
    /// <param name="method">
    /// The method, in upper case; null for every method that is not mapped for the same template by its name. GET answers
    /// HEAD, too, and OPTIONS is answered with the methods there are, unless they are mapped themselves.
    /// </param>
    /// <param name="pattern">The template, such as <c>/orders/{id:int}</c>; case-sensitive.</param>
    /// <param name="handler">Answers the request.</param>
    /// <param name="file">Filled in by the compiler, for messages.</param>
    /// <param name="line">Filled in by the compiler, for messages.</param>
    /// <exception cref="FormatException">The template is not valid; the message says where, and what to write.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another route answers the same requests, and the message names both; or serving has begun.
    /// </exception>
    public void Map(
        string? method,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0);

    /// <summary>
    /// Adds a middleware around everything here, within those added before it. That of a server or router sees every
    /// request, also one that no route matches; that of a group sees what its routes match.
    /// </summary>
    /// <exception cref="InvalidOperationException">Serving has begun.</exception>
    public void Use(HttpMiddleware middleware);

    /// <summary>A group: routes whose templates begin alike, with middleware of their own.</summary>
    /// <param name="prefix">What their templates begin with, such as <c>/api</c> or <c>/shops/{shop}</c>.</param>
    /// <exception cref="FormatException">The prefix is not valid.</exception>
    public RouteGroup Group(string prefix);

    /// <summary>
    /// A group of routes for one host: <c>example.com</c>, <c>[::1]</c>, or <c>*.example.com</c> for all below. Hosts are
    /// compared in one normal form, without port. Routes of no host answer what the host's own do not.
    /// </summary>
    /// <exception cref="FormatException">The host is not valid.</exception>
    /// <exception cref="InvalidOperationException">This is a group of a host already.</exception>
    public RouteGroup Host(string host);
}
