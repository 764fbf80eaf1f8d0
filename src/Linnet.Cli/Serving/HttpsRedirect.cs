// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;
using System.Net;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>Sends clients to the same place over HTTPS, with the method they came with.</summary>
/// <param name="secured">Where HTTPS is served.</param>
internal sealed class HttpsRedirect(EndPoint secured)
{
    /// <summary>Answers one request.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        // RFC 9112 §3.2: only HTTP/1.0 may name no host, and then there is no place to send it.
        string host = WithoutPort(exchange.Request.Host);
        if (host.Length == 0)
        {
            return Results.Status(400).SendAsync(exchange);
        }

        int port = (secured as IPEndPoint)?.Port ?? 443;
        string authority = port == 443 ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        string query = exchange.Request.QueryString.Length == 0 ? "" : "?" + exchange.Request.QueryString;
        string location = $"https://{authority}{exchange.Request.Path}{query}";
        return Results.Redirect(location, permanent: false, preserveMethod: true).SendAsync(exchange);
    }

    private static string WithoutPort(string host)
    {
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
