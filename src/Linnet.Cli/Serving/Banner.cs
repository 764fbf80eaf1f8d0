// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>What is said once the server listens, in at most five lines: what, where, and how to stop it.</summary>
/// <param name="plan">Where and how it runs.</param>
/// <param name="endPoints">Where it listens.</param>
/// <param name="reach">By which addresses other machines reach it, when that is to be shown.</param>
internal sealed class Banner(ServerPlan plan, IReadOnlyList<EndPoint> endPoints, IReadOnlyList<IPAddress> reach)
{
    private const int MostAddresses = 3;

    /// <summary>The address to open in a browser of this machine; null when there is none.</summary>
    public Uri? Local => endPoints.OfType<IPEndPoint>().FirstOrDefault() is { } endPoint
        ? new Uri(Address(IsEvery(endPoint.Address) ? $"localhost:{endPoint.Port}" : $"{endPoint}"))
        : null;

    /// <summary>The address to open in a browser of another machine; null when there is none.</summary>
    public Uri? Remote => reach.Count > 0 && endPoints.OfType<IPEndPoint>().FirstOrDefault() is { } endPoint
        ? new Uri(Address($"{new IPEndPoint(reach[0], endPoint.Port)}"))
        : null;

    private string Scheme => plan.Securing.Certificate is null ? "http" : "https";

    /// <summary>All of it. What is added may add a line each: whom to trust, where HTTP is sent on, where metrics are.</summary>
    public IEnumerable<string> Lines(
        string what, IReadOnlyList<EndPoint>? redirects = null, IReadOnlyList<EndPoint>? metrics = null)
    {
        yield return $"Linnet {Product.Version} {what}";

        // With more than fit, the last line tells how many are not shown.
        string[] addresses = [.. endPoints.SelectMany(Addresses).Distinct()];
        int shown = addresses.Length <= MostAddresses ? addresses.Length : MostAddresses - 1;

        foreach (string address in addresses.Take(shown))
        {
            yield return $"  {address}";
        }

        if (shown < addresses.Length)
        {
            yield return $"  and {addresses.Length - shown} more";
        }

        if (redirects is [EndPoint redirect, ..])
        {
            yield return $"  {Typed(redirect, "http", "")} sends everybody there";
        }

        if (metrics is [EndPoint shownAt, ..])
        {
            yield return $"  {Typed(shownAt, "http", "")}metrics shows metrics";
        }

        if (plan.Securing.Authority is { } authority)
        {
            yield return $"  To trust it: curl --cacert {Visible.Escape(authority)}, or add that file to your browser's authorities.";
        }

        yield return "Ctrl+C stops it.";
    }

    private IEnumerable<string> Addresses(EndPoint endPoint) =>
        reach.Count > 0 && endPoint is IPEndPoint every && IsEvery(every.Address)
            ? reach.Select(each => Address($"{new IPEndPoint(each, every.Port)}")).Prepend(Address($"localhost:{every.Port}"))
            : [Typed(endPoint, Scheme, plan.BasePath)];

    private string Address(string authority) => $"{Scheme}://{authority}{plan.BasePath}/";

    /// <summary>An end point as something to click on or to type.</summary>
    private static string Typed(EndPoint endPoint, string scheme, string path) => endPoint switch
    {
        IPEndPoint { Address: var address, Port: var port } when IsEvery(address) =>
            $"{scheme}://localhost:{port}{path}/ and every other address of this machine",
        IPEndPoint internet => $"{scheme}://{internet}{path}/",
        UnixDomainSocketEndPoint file => $"unix:{Visible.Escape(file.ToString())}",
        _ => Visible.Escape(endPoint.ToString() ?? ""),
    };

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
