// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Routing;

/// <summary>A route as it was mapped.</summary>
internal sealed class RouteEntry
{
    /// <summary>The methods that every server knows, and that are known when they are written in another case.</summary>
    public static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    /// <summary>A route of a scope, whose prefix it takes.</summary>
    /// <exception cref="ArgumentException">The method is none.</exception>
    /// <exception cref="FormatException">The template is not valid.</exception>
    public RouteEntry(RouteScope scope, string? method, string pattern, HttpHandler handler, RoutePlace place)
    {
        RequireMethod(method);
        Scope = scope;
        Method = method;
        Pattern = RoutePatternParser.Parse(scope.Prefix, pattern);
        Handler = handler;
        Place = place;
    }

    /// <summary>Whose middleware stands around it.</summary>
    public RouteScope Scope { get; }

    /// <summary>The method; null for all.</summary>
    public string? Method { get; }

    /// <summary>The whole template.</summary>
    public RoutePattern Pattern { get; }

    /// <summary>What answers.</summary>
    public HttpHandler Handler { get; }

    /// <summary>Where it was mapped.</summary>
    public RoutePlace Place { get; }

    /// <summary>
    /// What it answers to: two routes with equal keys answer the same requests. Neither a method nor a host has a space in it.
    /// </summary>
    public string Key => $"{Method} {Scope.HostName} {Pattern.Shape}";

    /// <inheritdoc />
    public override string ToString()
    {
        string host = Scope.HostName is null ? "" : $" on {Scope.HostName}";
        return $"{Method ?? "Every method of"} {Pattern.Text}{host} ({Place})";
    }

    private static void RequireMethod(string? method)
    {
        if (method is null)
        {
            return;
        }

        if (!Token.IsToken(method))
        {
            throw new ArgumentException(
                $"'{method}' is no method (RFC 9110 §9.1). Write GET, POST and the like, or null for all.", nameof(method));
        }

        // RFC 9110 §9.1: methods are case-sensitive, so this route would never be taken.
        int index = Array.FindIndex(Methods, known => known.Equals(method, StringComparison.OrdinalIgnoreCase));
        if (index >= 0 && !string.Equals(Methods[index], method, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Methods are case-sensitive: write {Methods[index]} for {method}.", nameof(method));
        }
    }
}
