// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>Exchanges whose answer is content of the program's own.</summary>
public static class ContentExchanges
{
    extension(HttpExchange exchange)
    {
        /// <summary>
        /// Answers with what is left in a stream, as RFC 9110 has it: whole, or the parts that the client asks for when the stream
        /// can seek (206), or only that it has it already (304), or that it means another state (412). HEAD gets the same fields.
        /// Other fields and the status can be set before; parts and conditions are for status 200. The stream is closed.
        /// </summary>
        /// <param name="content">The stream. Ends it before the length that it said, the connection is reset.</param>
        /// <param name="contentType">The type of what it holds.</param>
        /// <param name="entityTag">
        /// What names this state of it: <c>"v1"</c> with its quotes, when another byte makes another tag; else <c>W/"v1"</c>, and
        /// then clients cannot go on with it where they were cut off. Null for none.
        /// </param>
        /// <param name="lastModified">When it was last changed; null for not known.</param>
        /// <exception cref="ArgumentException">The entity tag is none.</exception>
        /// <exception cref="InvalidOperationException">The response has begun.</exception>
        public ValueTask SendContentAsync(
            Stream content,
            string contentType = "application/octet-stream",
            string? entityTag = null,
            DateTimeOffset? lastModified = null)
        {
            ArgumentNullException.ThrowIfNull(exchange);
            ArgumentNullException.ThrowIfNull(content);
            StreamedContent.CheckEntityTag(entityTag);
            exchange.Response.ContentType = contentType;
            return StreamedContent.SendAsync(exchange, content, entityTag, lastModified);
        }
    }
}
