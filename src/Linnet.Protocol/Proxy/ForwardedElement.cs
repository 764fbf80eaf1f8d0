// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Proxy;

/// <summary>What one proxy has written in Forwarded. RFC 7239 §4.</summary>
/// <remarks>
/// <code>
///   forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
///   forwarded-pair    = token "=" ( token / quoted-string )
/// </code>
/// In two ways not as written there. White space around a semicolon is taken, as many write it. And a quoted string holds no
/// comma, semicolon or backslash: no valid value needs one, and so it is the same whether a reader knows quotes or cuts at
/// every comma. A client that opens a quote then spoils its own element, and not the one that a proxy puts behind it.
/// </remarks>
internal ref struct ForwardedElement
{
    private IPAddress? _address;
    private UriScheme? _scheme;
    private Parameters _seen;

    [Flags]
    private enum Parameters : byte
    {
        None = 0,
        For = 1,
        By = 2,
        Proto = 4,
        Host = 8,
    }

    /// <summary>The address of whoever asked the proxy; null when it does not say, or says that it does not.</summary>
    public readonly IPAddress? Address => _address;

    /// <summary>The scheme that the proxy was asked in; null when it does not say.</summary>
    public readonly UriScheme? Scheme => _scheme;

    /// <summary>The host that it was asked for; empty when it does not say.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary>Reads an element that has no comma; false, and nothing in it, when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ForwardedElement element)
    {
        ForwardedElement parsed = default;
        element = default;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)';');
            ReadOnlySpan<byte> pair = Token.Trim(end < 0 ? text : text[..end]);
            if (!pair.IsEmpty && !parsed.TryAdd(pair))
            {
                return false;
            }

            text = end < 0 ? default : text[(end + 1)..];
        }

        element = parsed;
        return true;
    }

    private bool TryAdd(ReadOnlySpan<byte> pair)
    {
        int equals = pair.IndexOf((byte)'=');
        if (equals < 0 || !Token.IsToken(pair[..equals]) || !TryUnquote(pair[(equals + 1)..], out ReadOnlySpan<byte> value))
        {
            return false;
        }

        Parameters parameter = Recognise(pair[..equals]);
        if ((_seen & parameter) != 0)
        {
            // RFC 7239 §4: each parameter MUST NOT occur more than once.
            return false;
        }

        _seen |= parameter;
        return TrySet(parameter, value);
    }

    private bool TrySet(Parameters parameter, ReadOnlySpan<byte> value) => parameter switch
    {
        Parameters.For => ForwardedNode.TryParse(value, out _address),
        Parameters.By => ForwardedNode.TryParse(value, out _),
        Parameters.Proto => TrySetScheme(value),
        Parameters.Host => TrySetHost(value),

        // RFC 7239 §5.5: other parameters may be there; they say nothing to us.
        Parameters.None => true,
    };

    private bool TrySetScheme(ReadOnlySpan<byte> value)
    {
        _scheme = ForwardedScheme.Of(value);
        return !value.IsEmpty;
    }

    private bool TrySetHost(ReadOnlySpan<byte> value)
    {
        Host = value;
        return Authority.TryParse(value, out _, out _);
    }

    // RFC 7239 §4: parameter names are case-insensitive.
    private static Parameters Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(name, "by"u8) => Parameters.By,
        3 when Ascii.EqualsIgnoreCase(name, "for"u8) => Parameters.For,
        4 when Ascii.EqualsIgnoreCase(name, "host"u8) => Parameters.Host,
        5 when Ascii.EqualsIgnoreCase(name, "proto"u8) => Parameters.Proto,
        _ => Parameters.None,
    };

    private static bool TryUnquote(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> value)
    {
        value = text;
        if (text is not [(byte)'"', .., (byte)'"'])
        {
            return Token.IsToken(text);
        }

        value = text[1..^1];
        return value.IndexOfAny((byte)'"', (byte)'\\') < 0;
    }
}
