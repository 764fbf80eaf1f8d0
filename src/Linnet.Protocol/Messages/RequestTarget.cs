// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

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

    private RequestTarget(TargetForm form, UriScheme scheme, Range authority, Range path, Range query)
    {
        Form = form;
        Scheme = scheme;
        Authority = authority;
        Path = path;
        Query = query;
    }

    /// <summary>Which of the four forms it is.</summary>
    public TargetForm Form { get; }

    /// <summary>The scheme of the URI it stands for: that of its connection, whatever its form.</summary>
    public UriScheme Scheme { get; }

    /// <summary>The authority within the target; empty unless the form is absolute.</summary>
    public Range Authority { get; }

    /// <summary>The path within the target, still percent-encoded; empty for <c>http://host</c> and <c>*</c>.</summary>
    public Range Path { get; }

    /// <summary>The query within the target, without its question mark; empty when there is none.</summary>
    public Range Query { get; }

    /// <summary>Takes a target apart; anything but <see cref="RequestRejection.None"/> refuses the request.</summary>
    /// <param name="target">Its bytes, at least one.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="scheme">What the connection serves: a target that names its scheme has to name this one.</param>
    /// <param name="result">Its parts.</param>
    public static RequestRejection Parse(
        ReadOnlySpan<byte> target, KnownMethod method, UriScheme scheme, out RequestTarget result)
    {
        result = new RequestTarget(TargetForm.Origin, scheme, 0..0, 0..0, 0..0);
        if (target[0] == '/')
        {
            return ParsePath(target, 0, ref result);
        }

        if (target.SequenceEqual("*"u8))
        {
            // RFC 9112 §3.2.4: the asterisk form is only for OPTIONS.
            result = new RequestTarget(TargetForm.Asterisk, scheme, 0..0, 0..0, 0..0);
            return method == KnownMethod.Options ? RequestRejection.None : RequestRejection.InvalidTargetForm;
        }

        return ParseAbsolute(target, ref result);
    }

    private static RequestRejection ParseAbsolute(ReadOnlySpan<byte> target, ref RequestTarget result)
    {
        int colon = target.IndexOf("://"u8);
        if (colon <= 0)
        {
            // RFC 9112 §3.2.3: host:port alone is the authority form, which only CONNECT may use.
            return RequestRejection.InvalidTargetForm;
        }

        RequestRejection rejection = CheckScheme(target[..colon], result.Scheme);
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

        result = new RequestTarget(TargetForm.Absolute, result.Scheme, start..end, 0..0, 0..0);
        return Messages.Authority.TryParse(authority, out _, out _)
            ? ParsePath(target, end, ref result)
            : RequestRejection.InvalidTargetAuthority;
    }

    private static RequestRejection CheckScheme(ReadOnlySpan<byte> name, UriScheme served)
    {
        if (!UriSchemes.TryRecognise(name, out UriScheme scheme))
        {
            return RequestRejection.UnsupportedScheme;
        }

        // RFC 9110 §7.4: an https target MUST be refused on a connection that is not secured. An http target on one that
        // is secured names another origin (§4.2.2: the two schemes have distinct namespaces), so it is misdirected too.
        return scheme == served ? RequestRejection.None : RequestRejection.MisdirectedScheme;
    }

    private static RequestRejection ParsePath(ReadOnlySpan<byte> target, int start, ref RequestTarget result)
    {
        int mark = target[start..].IndexOf((byte)'?');
        int pathEnd = mark < 0 ? target.Length : start + mark;
        int queryStart = mark < 0 ? target.Length : pathEnd + 1;
        result = new RequestTarget(
            result.Form, result.Scheme, result.Authority, start..pathEnd, queryStart..target.Length);

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
