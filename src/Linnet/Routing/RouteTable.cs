// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Routing;

/// <summary>
/// The routes of a server or router while it serves: finds the one for a request and runs it. Never changes.
/// </summary>
internal sealed class RouteTable
{
    // Templates that overlap in more ways than this are a mistake, and each way is a step that a client can ask for.
    private const int MaxSteps = 256;

    private readonly RouteHosts _hosts;
    private readonly HttpHandler _otherwise;
    private readonly long? _maxBodyBytes;
    private readonly HashSet<string> _methods;
    private readonly int _parameters;

    /// <summary>A table of routes.</summary>
    /// <param name="entries">The routes; no two of them have equal keys.</param>
    /// <param name="otherwise">Answers what no route matches.</param>
    /// <param name="maxBodyBytes">Bytes that the body of such a request may have; null for as many as elsewhere.</param>
    /// <exception cref="InvalidOperationException">The templates overlap too much.</exception>
    public RouteTable(IReadOnlyList<RouteEntry> entries, HttpHandler otherwise, long? maxBodyBytes)
    {
        _hosts = new RouteHosts(entries);
        _otherwise = otherwise;
        _maxBodyBytes = maxBodyBytes;
        _methods = [.. RouteEntry.Methods, .. entries.Select(entry => entry.Method ?? "")];
        foreach (RouteEntry entry in entries)
        {
            _parameters = Math.Max(_parameters, entry.Pattern.Parameters.Length);
        }

        if (_hosts.MostSteps > MaxSteps)
        {
            throw new InvalidOperationException(
                $"The templates overlap so much that matching one path could take {_hosts.MostSteps} steps, and {MaxSteps} "
                + "are allowed. Where many templates have parameters in the same place, make their literals differ before it.");
        }
    }

    /// <summary>Answers a request.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        RouteValues values = exchange.Route;
        TargetPathRejection rejection = values.Seek(_parameters);
        if (rejection != TargetPathRejection.None)
        {
            values.UnmatchedStatus = TargetPath.StatusOf(rejection);
            return Run(exchange, _otherwise, _maxBodyBytes);
        }

        Span<char> buffer = _hosts.NamesNone ? [] : stackalloc char[HostForm.MaxChars];
        RouteRoots roots = _hosts.Of(exchange.Request, buffer);
        RouteWalk walk = new(values.Path, exchange.Request.Method, values.Ranges);
        RouteEndpoint? found = roots.Find(ref walk);
        if (found is not null)
        {
            values.Set(found.Pattern.Text, found.Pattern.Parameters);
            return Run(exchange, found.Handler, found.MaxBodyBytes);
        }

        if (walk.Near is not null)
        {
            exchange.Response.Headers["Allow"] = AllowedMethods(roots, values.Path);
            return Run(exchange, walk.Near.Otherwise, _maxBodyBytes);
        }

        values.UnmatchedStatus = walk.IsAmbiguous
            ? TargetPath.StatusOf(TargetPathRejection.EncodedSlash)
            : StatusOf(exchange.Request.Method);
        return Run(exchange, _otherwise, _maxBodyBytes);
    }

    // RFC 9110 §15.5.14: a body that is known to be too large is refused before anybody asks for it.
    private static ValueTask Run(HttpExchange exchange, HttpHandler handler, long? maxBodyBytes) =>
        maxBodyBytes is not { } most || exchange.Request.TryLimitBody(most) ? handler(exchange) : default;

    // RFC 9110 §9.1: 501 for a method that the server does not know at all.
    private int StatusOf(string method) => _methods.Contains(method) ? 404 : 501;

    // RFC 9110 §10.2.1: the methods that the target supports.
    private string AllowedMethods(RouteRoots roots, ReadOnlySpan<byte> path)
    {
        List<string> methods = [];
        RouteWalk walk = new(path, "", new Range[_parameters]) { Methods = methods };
        roots.Find(ref walk);
        methods.Add("OPTIONS");
        return string.Join(", ", methods);
    }
}
