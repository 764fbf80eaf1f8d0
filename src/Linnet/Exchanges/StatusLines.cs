// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>The bodies of answers that say nothing but their status: one line each, with nothing of the request in it.</summary>
internal static class StatusLines
{
    private const int First = 400;
    private const int Last = 599;

    private static readonly byte[]?[] Lines = new byte[]?[Last - First + 1];

    /// <summary>Sends the line of the response's status.</summary>
    public static HttpHandler Send { get; } = SendAsync;

    private static ValueTask SendAsync(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        int status = response.StatusCode;

        // Made twice by two at once, a line is the same.
        byte[] line = Lines[status - First] ??= LineOf(status);
        return response.WriteAsync(line, CancellationToken.None);
    }

    private static byte[] LineOf(int status) =>
        Encoding.ASCII.GetBytes($"{status} {StatusCodes.ReasonPhrase(status)}".TrimEnd() + "\n");
}
