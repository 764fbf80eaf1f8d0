// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>
/// Lets pass who brings a name and a password that the check knows (RFC 7617), and asks everybody else for them: 401. Names and
/// passwords are UTF-8. They come with every request in plain sight: only over TLS, or on this machine.
/// </summary>
public sealed class BasicAuthentication : IHttpMiddleware
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private string _challenge = "Basic realm=\"\", charset=\"UTF-8\"";

    /// <summary>
    /// Who it is, by name and password; null for nobody. Compare with <see cref="Secret.Matches"/>. The answer becomes
    /// <see cref="HttpExchange.User"/>.
    /// </summary>
    public required Func<HttpExchange, string, string, ValueTask<ClaimsPrincipal?>> Check { get; init; }

    /// <summary>What the user is asked for, as browsers show it.</summary>
    public string Realm
    {
        get;
        init
        {
            // RFC 7617 §2.1: says that we read UTF-8, which is the only one that can be said.
            _challenge = $"Basic realm={QuotedText.Of(value)}, charset=\"UTF-8\"";
            field = value;
        }
    } = "";

    /// <summary>Whether who was recognised may do this; answered 403 where not. Everybody who is known, unless set.</summary>
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
        ClaimsPrincipal? user = TryRead(exchange.Request.Headers, out string? name, out string? password)
            ? await Check(exchange, name, password).ConfigureAwait(false)
            : null;
        if (user is null)
        {
            exchange.Response.Headers["WWW-Authenticate"] = _challenge;
            await Results.Status(401).SendAsync(exchange).ConfigureAwait(false);
            return;
        }

        exchange.User = user;
        if (Allows?.Invoke(exchange, user) == false)
        {
            await Results.Status(403).SendAsync(exchange).ConfigureAwait(false);
            return;
        }

        await next(exchange).ConfigureAwait(false);
    }

    private static bool TryRead(
        RequestHeaders headers, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out string? password)
    {
        name = null;
        password = null;
        if (!Credentials.TryRead(headers, "Basic"u8, out ReadOnlySpan<byte> given)
            || given.IndexOfAny(" \t"u8) >= 0
            || !Base64.IsValid(given))
        {
            return false;
        }

        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(given.Length)];
        Base64.DecodeFromUtf8(given, decoded, out _, out int length);
        string text;
        try
        {
            text = StrictUtf8.GetString(decoded, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        // RFC 7617 §2: the first colon ends the name; control characters are in neither.
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || HasControl(text))
        {
            return false;
        }

        name = text[..colon];
        password = text[(colon + 1)..];
        return true;
    }

    private static bool HasControl(string text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }
}
