// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using System.Threading.Tasks;

using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>The responses that come from the server itself and not from a handler. They repeat nothing that was sent.</summary>
internal static class ServerAnswers
{
    /// <summary>Why a request, or the rest of a body, is turned away that is otherwise in order.</summary>
    public const string ShortOfMemory = "The server is short of memory.";

    private const string AllMethods = "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH";

    /// <summary>Answers <c>OPTIONS *</c>, which asks about the server and not about anything on it. RFC 9110 §9.3.7.</summary>
    public static void Options(Http1ResponseWriter response)
    {
        response.Head.Status = 204;
        response.Head.Fields.Add(new ResponseField("Allow", AllMethods));
    }

    /// <summary>Says which rule a request broke.</summary>
    public static ValueTask RefuseAsync(Http1ResponseWriter response, RequestRejection rejection)
    {
        RejectionRule rule = RejectionRules.Of(rejection);
        return WriteAsync(response, rule.Status, rule.Text);
    }

    /// <summary>Says what a handler found wrong with a request body.</summary>
    public static ValueTask RefuseAsync(Http1ResponseWriter response, int status, string text) =>
        WriteAsync(response, status, text);

    /// <summary>Says that a handler failed, and nothing of how.</summary>
    public static ValueTask FailAsync(Http1ResponseWriter response) =>
        WriteAsync(response, 500, "The server failed to answer this request.");

    /// <summary>Says that there is no place, or no memory, and when to ask again. RFC 9110 §15.6.4.</summary>
    public static ValueTask TurnAwayAsync(Http1ResponseWriter response, string text) => WriteAsync(response, 503, text);

    private static ValueTask WriteAsync(Http1ResponseWriter response, int status, string text)
    {
        response.Restart();
        ResponseHead head = response.Head;
        head.Status = status;
        head.Fields.Add(new ResponseField("Content-Type", "text/plain; charset=utf-8"));
        head.Fields.Add(new ResponseField("X-Content-Type-Options", "nosniff"));
        if (status == 405)
        {
            // RFC 9110 §15.5.6: a 405 says which methods are allowed.
            head.Fields.Add(new ResponseField("Allow", AllMethods));
        }

        if (status == 503)
        {
            // RFC 9110 §15.6.4: a passing state, which a second may end.
            head.Fields.Add(new ResponseField("Retry-After", "1"));
        }

        string body = $"{status} {StatusCodes.ReasonPhrase(status)}: {text}\n";
        return response.WriteAsync(Encoding.ASCII.GetBytes(body));
    }
}
