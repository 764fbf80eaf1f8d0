// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Messages;

/// <summary>
/// A request target taken apart: which of the four forms it has, and where its authority, path and query stand.
/// RFC 9112 §3.2.
/// </summary>
/// <remarks>
/// The alphabet is that of RFC 3986 with what browsers are known to send unencoded: <c>| [ ]</c> anywhere and
/// <c>\ ^ ` { }</c> in a query (the WHATWG URL serialiser leaves them alone there). <c>" &lt; &gt;</c>, space, controls and
/// bytes from 0x80 up are refused everywhere.
/// </remarks>
internal readonly struct RequestTarget
{
    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "!$%&'()*+,-./0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|~"u8);

    private static readonly SearchValues<byte> QueryBytes = SearchValues.Create(
        "!$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private RequestTarget(TargetForm form, Range authority, Range path, Range query)
    {
        Form = form;
        Authority = authority;
        Path = path;
        Query = query;
    }

    /// <summary>Which of the four forms it is.</summary>
    public TargetForm Form { get; }

    /// <summary>The authority within the target; empty unless the form is absolute.</summary>
    public Range Authority { get; }

    /// <summary>The path within the target, still percent-encoded; empty for <c>http://host</c> and <c>*</c>.</summary>
    public Range Path { get; }

    /// <summary>The query within the target, without its question mark; empty when there is none.</summary>
    public Range Query { get; }

    /// <summary>Takes a target apart; anything but <see cref="RequestRejection.None"/> refuses the request.</summary>
    public static RequestRejection Parse(ReadOnlySpan<byte> target, KnownMethod method, out RequestTarget result)
    {
        result = default;
        if (target[0] == '/')
        {
            return ParsePath(target, 0, TargetForm.Origin, 0..0, out result);
        }

        if (target.SequenceEqual("*"u8))
        {
            // RFC 9112 §3.2.4: the asterisk form is only for OPTIONS.
            result = new RequestTarget(TargetForm.Asterisk, 0..0, 0..0, 0..0);
            return method == KnownMethod.Options ? RequestRejection.None : RequestRejection.InvalidTargetForm;
        }

        return ParseAbsolute(target, out result);
    }

    private static RequestRejection ParseAbsolute(ReadOnlySpan<byte> target, out RequestTarget result)
    {
        result = default;
        int colon = target.IndexOf("://"u8);
        if (colon <= 0)
        {
            // RFC 9112 §3.2.3: host:port alone is the authority form, which only CONNECT may use.
            return RequestRejection.InvalidTargetForm;
        }

        RequestRejection rejection = CheckScheme(target[..colon]);
        if (rejection != RequestRejection.None)
        {
            return rejection;
        }

        int start = colon + 3;
        int length = target[start..].IndexOfAny("/?#"u8);
        int end = length < 0 ? target.Length : start + length;
        ReadOnlySpan<byte> authority = target[start..end];

        // RFC 9110 §4.2.4: user information in an http URI is an error, and a disguise for the real host.
        if (authority.Contains((byte)'@'))
        {
            return RequestRejection.UserInformationInTarget;
        }

        return Messages.Authority.TryParse(authority, out _, out _)
            ? ParsePath(target, end, TargetForm.Absolute, start..end, out result)
            : RequestRejection.InvalidTargetAuthority;
    }

    private static RequestRejection CheckScheme(ReadOnlySpan<byte> scheme)
    {
        if (Ascii.EqualsIgnoreCase(scheme, "http"u8))
        {
            return RequestRejection.None;
        }

        // RFC 9110 §7.4: a request for an origin that this connection does not serve is misdirected.
        return Ascii.EqualsIgnoreCase(scheme, "https"u8)
            ? RequestRejection.MisdirectedScheme
            : RequestRejection.UnsupportedScheme;
    }

    private static RequestRejection ParsePath(
        ReadOnlySpan<byte> target, int start, TargetForm form, Range authority, out RequestTarget result)
    {
        int mark = target[start..].IndexOf((byte)'?');
        int pathEnd = mark < 0 ? target.Length : start + mark;
        int queryStart = mark < 0 ? target.Length : pathEnd + 1;
        result = new RequestTarget(form, authority, start..pathEnd, queryStart..target.Length);

        ReadOnlySpan<byte> path = target[start..pathEnd];
        RequestRejection rejection = CheckBytes(path, PathBytes);
        if (rejection != RequestRejection.None)
        {
            return rejection;
        }

        // An encoded NUL ends a name in every C library, so no honest path has one. A query is data and may.
        return path.IndexOf("%00"u8) >= 0
            ? RequestRejection.EncodedNul
            : CheckBytes(target[queryStart..], QueryBytes);
    }

    private static RequestRejection CheckBytes(ReadOnlySpan<byte> bytes, SearchValues<byte> allowed)
    {
        int bad = bytes.IndexOfAnyExcept(allowed);
        if (bad >= 0)
        {
            // RFC 9112 §3.2: no white space, and no fragment, is ever part of a target.
            return bytes[bad] == '#' ? RequestRejection.FragmentInTarget : RequestRejection.InvalidTargetCharacter;
        }

        return PercentEncoding.IsWellFormed(bytes)
            ? RequestRejection.None
            : RequestRejection.InvalidPercentEncoding;
    }
}
