// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>What is said once the server listens, in at most five lines: what, where, and how to stop it.</summary>
internal static class Banner
{
    private const int MostAddresses = 3;

    /// <summary>All of it. With TLS there may be two lines more: whom to trust, and where HTTP is sent on.</summary>
    public static IEnumerable<string> Lines(
        string what, IReadOnlyList<EndPoint> endPoints, ServerPlan plan, IReadOnlyList<EndPoint>? redirects = null)
    {
        string scheme = plan.Securing.Certificate is null ? "http" : "https";
        yield return $"Linnet {Product.Version} {what}";

        // With more than fit, the last line tells how many are not shown.
        int shown = endPoints.Count <= MostAddresses ? endPoints.Count : MostAddresses - 1;

        foreach (EndPoint endPoint in endPoints.Take(shown))
        {
            yield return $"  {Address(endPoint, scheme, plan.BasePath)}";
        }

        if (shown < endPoints.Count)
        {
            yield return $"  and {endPoints.Count - shown} more";
        }

        if (redirects is [EndPoint redirect, ..])
        {
            yield return $"  {Address(redirect)} sends everybody there";
        }

        if (plan.Securing.Authority is { } authority)
        {
            yield return $"  To trust it: curl --cacert {Visible.Escape(authority)}, or add that file to your browser's authorities.";
        }

        yield return "Ctrl+C stops it.";
    }

    /// <summary>An end point as something to click on or to type.</summary>
    public static string Address(EndPoint endPoint, string scheme = "http", string basePath = "") => endPoint switch
    {
        IPEndPoint { Address: var address, Port: var port } when address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            => $"{scheme}://localhost:{port}{basePath}/ and every other address of this machine",
        IPEndPoint internet => $"{scheme}://{internet}{basePath}/",
        UnixDomainSocketEndPoint file => $"unix:{Visible.Escape(file.ToString())}",
        _ => Visible.Escape(endPoint.ToString() ?? ""),
    };
}
