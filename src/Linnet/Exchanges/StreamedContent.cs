// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>A stream as the body of a response.</summary>
internal static class StreamedContent
{
    /// <summary>Sends what is left in a stream and closes it.</summary>
    public static async ValueTask SendAsync(HttpExchange exchange, Stream stream)
    {
        await using (stream.ConfigureAwait(false))
        {
            if (stream.CanSeek)
            {
                exchange.Response.ContentLength = stream.Length - stream.Position;
            }

            // RFC 9110 §9.3.2: HEAD gets the head that GET would; what its body would be is not even read.
            if (exchange.Request.Method is not "HEAD")
            {
                await stream.CopyToAsync(exchange.Response.Body, exchange.Aborted).ConfigureAwait(false);
            }
        }
    }
}
