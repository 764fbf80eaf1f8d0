// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>Answers a request with the page of an open folder, piece by piece.</summary>
internal static class ListingSender
{
    /// <summary>Sends the page; the folder and the page's memory are let go of however that ends.</summary>
    public static async ValueTask SendAsync(HttpExchange exchange, OpenedFile folder, ListingPage page)
    {
        using OpenedFile opened = folder;
        using ListingPage listing = page;
        using var buffer = new HtmlBuffer();
        HttpResponse response = exchange.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers["Content-Security-Policy"] = ListingStyle.ContentSecurityPolicy;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        // RFC 9111 §5.2.2.4: a listing has no validator, so a stored one is asked for again.
        response.Headers["Cache-Control"] = "no-cache";
        bool more = true;
        while (more)
        {
            buffer.Clear();
            more = listing.Fill(buffer);
            await response.WriteAsync(buffer.Written, CancellationToken.None).ConfigureAwait(false);
            if (more)
            {
                // What there is goes now; reading or sorting the rest of a large folder takes a while.
                await response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
