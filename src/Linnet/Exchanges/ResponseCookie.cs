// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>
/// A cookie to set, with defaults that are hard to abuse: for the whole site, out of reach of scripts, and not sent with what
/// other sites make a browser send. RFC 6265 §4.1, and RFC 6265bis for the prefixes and SameSite.
/// </summary>
public sealed class ResponseCookie
{
    // RFC 6265bis §5.6: browsers ignore a cookie whose name and value have more bytes together.
    private const int MaxPairBytes = 4096;

    // RFC 6265bis §5.6: browsers ignore an attribute that is longer.
    private const int MaxAttributeBytes = 1024;

    // RFC 6265 §4.1.1: cookie-octet. No control character, white space, quote, comma, semicolon or backslash.
    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(
        "!#$%&'()*+-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static readonly SearchValues<char> DomainCharacters = SearchValues.Create(
        "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>A cookie that lives until the browser is closed, unless more is said.</summary>
    /// <param name="name">A token. <c>__Host-</c> in front binds it to this very host, <c>__Secure-</c> to HTTPS.</param>
    /// <param name="value">
    /// Visible ASCII without spaces, quotes, commas, semicolons and backslashes; quotes may stand around it. Encode what has
    /// others, with <see cref="Uri.EscapeDataString(string)"/> or Base64.
    /// </param>
    /// <exception cref="ArgumentException">Name or value is not so, or they have more than 4,096 bytes together.</exception>
    public ResponseCookie(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!Token.IsToken(name))
        {
            throw new ArgumentException(
                "A cookie's name must be a token (RFC 6265 §4.1.1): letters, digits and !#$%&'*+-.^_`|~.", nameof(name));
        }

        bool isQuoted = value.Length >= 2 && value[0] == '"' && value[^1] == '"';
        if ((isQuoted ? value.AsSpan(1, value.Length - 2) : value).ContainsAnyExcept(ValueCharacters))
        {
            throw new ArgumentException(
                $"The value of the cookie {name} holds a character that none may have (RFC 6265 §4.1.1): encode it, with "
                + "Uri.EscapeDataString or Base64.",
                nameof(value));
        }

        if (name.Length + value.Length > MaxPairBytes)
        {
            throw new ArgumentException(
                $"Browsers ignore a cookie of more than {MaxPairBytes} bytes (RFC 6265bis §5.6).", nameof(value));
        }

        Name = name;
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The paths it is sent to: this one and those below it; <c>/</c> unless set.</summary>
    /// <exception cref="ArgumentException">It does not begin with a slash, or holds a semicolon or what is not ASCII.</exception>
    public string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            bool isSendable = Token.IsSendableFieldValue(value) && !value.Contains(';', StringComparison.Ordinal);
            field = value[0] == '/' && isSendable && value.Length <= MaxAttributeBytes
                ? value
                : throw new ArgumentException("A cookie's path begins with a slash and has no semicolon.", nameof(value));
        }
    } = "/";

    /// <summary>The host it is sent to, with all below it; unless set, only the host that sets it.</summary>
    /// <exception cref="ArgumentException">It is no host name.</exception>
    public string? Domain
    {
        get;
        init => field = string.IsNullOrEmpty(value)
            || (!value.AsSpan().ContainsAnyExcept(DomainCharacters) && value.Length <= MaxAttributeBytes)
                ? value
                : throw new ArgumentException("A cookie's domain is a host name.", nameof(value));
    }

    /// <summary>How long it lives; zero or less deletes it. A browser that knows both prefers it to <see cref="Expires"/>.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>When it ends; unless set, and without <see cref="MaxAge"/>, with the browser's session.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True to send it over HTTPS only. Set it wherever there is HTTPS.</summary>
    public bool Secure { get; init; }

    /// <summary>True, as it is unless set, to keep it out of reach of scripts.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether it is sent with requests that come from other sites; <see cref="SameSite.Lax"/> unless set.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>The value of the Set-Cookie field.</summary>
    /// <exception cref="ArgumentException">Browsers would ignore the cookie; the message says why.</exception>
    internal static string FieldValueOf(ResponseCookie cookie)
    {
        RequireAccepted(cookie);
        StringBuilder text = new();
        text.Append(cookie.Name).Append('=').Append(cookie.Value).Append("; Path=").Append(cookie.Path);
        if (!string.IsNullOrEmpty(cookie.Domain))
        {
            text.Append("; Domain=").Append(cookie.Domain);
        }

        if (cookie.MaxAge is { } age)
        {
            text.Append(CultureInfo.InvariantCulture, $"; Max-Age={(long)Math.Max(0, age.TotalSeconds)}");
        }

        if (cookie.Expires is { } expires)
        {
            text.Append("; Expires=").Append(HttpDate.Format(expires));
        }

        text.Append(cookie.Secure ? "; Secure" : "").Append(cookie.HttpOnly ? "; HttpOnly" : "");
        return text.Append(cookie.SameSite switch
        {
            SameSite.Lax => "; SameSite=Lax",
            SameSite.Strict => "; SameSite=Strict",
            SameSite.None => "; SameSite=None",
        }).ToString();
    }

    private static void RequireAccepted(ResponseCookie cookie)
    {
        // RFC 6265bis §4.1.3: the prefixes promise something, and a browser ignores a cookie that does not keep it. Their
        // case does not matter to a browser.
        bool isOfHost = cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase);
        bool isSecure = isOfHost || cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase);
        if ((isSecure || cookie.SameSite == SameSite.None) && !cookie.Secure)
        {
            throw new ArgumentException(
                $"Browsers ignore the cookie {cookie.Name} unless it is Secure: its name, or SameSite=None, asks for that "
                + "(RFC 6265bis §4.1.3, §5.7).",
                nameof(cookie));
        }

        if (isOfHost && (cookie.Path.Length > 1 || !string.IsNullOrEmpty(cookie.Domain)))
        {
            throw new ArgumentException(
                $"Browsers ignore the cookie {cookie.Name} unless its path is / and it has no domain (RFC 6265bis §4.1.3.2).",
                nameof(cookie));
        }
    }
}
