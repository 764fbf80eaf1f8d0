// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>The hosts that routes are for, in the normal form of docs/hosts.md.</summary>
internal static class RouteHost
{
    private const string AnyLabel = "*.";

    /// <summary>The normal form of a host as a program names it.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static string Normalise(string host)
    {
        bool isAbove = host.StartsWith(AnyLabel, StringComparison.Ordinal);
        string? name = HostForm.Of(isAbove ? host[AnyLabel.Length..] : host);
        if (name is null)
        {
            throw new FormatException(
                $"'{host}' is not a host for routes. Write example.com, *.example.com, 127.0.0.1 or [::1].");
        }

        return isAbove ? AnyLabel + name : name;
    }

    /// <summary>Takes <c>*.example.com</c> apart: the suffix that hosts below it end with, or null for one host.</summary>
    public static string? SuffixOf(string host) =>
        host.StartsWith(AnyLabel, StringComparison.Ordinal) ? host[(AnyLabel.Length - 1)..] : null;
}
