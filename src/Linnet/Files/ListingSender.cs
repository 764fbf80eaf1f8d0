// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>Answers a request with the listing of an open folder, in the form the client wants, piece by piece.</summary>
internal sealed class ListingSender(FileTree tree, NameRules rules, FileHandlerOptions options)
{
    /// <summary>Sends the listing of a folder, which is closed however that ends.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    public ValueTask SendAsync(HttpExchange exchange, OpenedFile folder, ReadOnlySpan<byte> path)
    {
        FolderListing listing;
        try
        {
            ListingOrder order = ListingOrder.Of(exchange.Request.Query);
            listing = new FolderListing(
                tree,
                folder.Handle,
                path,
                FormFor(exchange.Request, path, order),
                new FolderEntries(rules, options.FollowLinksInsideRoot, atRoot: path.IsEmpty),
                order);
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        return SendAsync(exchange, folder, listing);
    }

    private static async ValueTask SendAsync(HttpExchange exchange, OpenedFile folder, FolderListing listed)
    {
        HttpResponse response = exchange.Response;
        using OpenedFile opened = folder;
        using FolderListing listing = listed;
        using var buffer = new ListingBuffer();
        response.ContentType = listing.Form.ContentType;
        response.Headers["Content-Security-Policy"] = listing.Form.ContentSecurityPolicy;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        // RFC 9110 §12.5.5: it could have another form.
        response.Headers.Add("Vary", "Accept");
        // RFC 9111 §5.2.2.4: a listing has no validator, so a stored one is asked for again.
        response.Headers["Cache-Control"] = "no-cache";
        bool more = true;
        while (more)
        {
            buffer.Clear();
            more = listing.Fill(buffer);
            if (!more && !response.HasStarted)
            {
                response.ContentLength = buffer.Length;
            }

            await response.WriteAsync(buffer.Written, CancellationToken.None).ConfigureAwait(false);
            if (!more)
            {
                break;
            }

            // What there is goes now; reading or sorting the rest of a large folder takes a while, and is not done on the
            // thread that others wait for.
            await response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (exchange.Request.Method is "HEAD")
            {
                break;
            }

            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>RFC 9110 §12.5.1: of equals the page, and the page too for who wants none of the forms there are.</summary>
    private ListingForm FormFor(HttpRequest request, ReadOnlySpan<byte> path, ListingOrder order)
    {
        string? accept = request.Headers.Accept;
        int wanted = accept is null
            ? 0
            : AcceptedTypes.Choose(Encoding.Latin1.GetBytes(accept), "text/html", "application/json", "text/plain");
        return wanted switch
        {
            1 => new ListingJson(path.ToArray()),
            2 => new ListingLines(),
            _ => new ListingPage(path.ToArray(), order, options.Archives, options.Uploads?.MayStoreIn(path) == true),
        };
    }
}
