// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>
/// Lets pass who brings a token that the check knows (RFC 6750), in the field Authorization and nowhere else: what is in
/// addresses ends up in logs. Answers 401 without or with an unknown one, 400 to what is no token, 403 where it does not suffice.
/// </summary>
public sealed class BearerAuthentication : IHttpMiddleware
{
    // RFC 6750 §2.1: b64token, with its equals signs at the end only.
    private static readonly SearchValues<byte> Characters =
        SearchValues.Create("-._~+/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private string _realm = "Bearer realm=\"\"";

    /// <summary>
    /// Whose token it is; null for nobody's. Compare with <see cref="Secret.Matches"/>, or check its signature, and when it
    /// ends. The answer becomes <see cref="HttpExchange.User"/>.
    /// </summary>
    public required Func<HttpExchange, string, ValueTask<ClaimsPrincipal?>> Check { get; init; }

    /// <summary>What the tokens are for.</summary>
    public string Realm
    {
        get;
        init
        {
            _realm = $"Bearer realm={QuotedText.Of(value)}";
            field = value;
        }
    } = "";

    /// <summary>Whether the token suffices for this; answered 403 where not. Every known one does, unless set.</summary>
    public Func<HttpExchange, ClaimsPrincipal, bool>? Allows { get; init; }

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        return RunAsync(exchange, next);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(HttpExchange exchange, HttpHandler next)
    {
        if (!TryRead(exchange.Request.Headers, out string token))
        {
            // RFC 6750 §3.1: who brings nothing is told no error, only what to bring.
            await RefuseAsync(exchange, 401, "").ConfigureAwait(false);
            return;
        }

        if (token.Length == 0)
        {
            await RefuseAsync(exchange, 400, "invalid_request").ConfigureAwait(false);
            return;
        }

        ClaimsPrincipal? user = await Check(exchange, token).ConfigureAwait(false);
        if (user is null)
        {
            await RefuseAsync(exchange, 401, "invalid_token").ConfigureAwait(false);
            return;
        }

        exchange.User = user;
        if (Allows?.Invoke(exchange, user) == false)
        {
            await RefuseAsync(exchange, 403, "insufficient_scope").ConfigureAwait(false);
            return;
        }

        await next(exchange).ConfigureAwait(false);
    }

    /// <summary>Reads the token; empty when what stands in its place is none.</summary>
    private static bool TryRead(RequestHeaders headers, out string token)
    {
        token = "";
        if (!Credentials.TryRead(headers, "Bearer"u8, out ReadOnlySpan<byte> given))
        {
            return false;
        }

        ReadOnlySpan<byte> start = given.TrimEnd((byte)'=');
        if (!start.IsEmpty && !start.ContainsAnyExcept(Characters))
        {
            token = Encoding.ASCII.GetString(given);
        }

        return true;
    }

    private ValueTask RefuseAsync(HttpExchange exchange, int status, string error)
    {
        exchange.Response.Headers["WWW-Authenticate"] = error.Length == 0 ? _realm : $"{_realm}, error=\"{error}\"";
        return Results.Status(status).SendAsync(exchange);
    }
}
