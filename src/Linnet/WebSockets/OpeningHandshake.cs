// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Security.Cryptography;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.WebSockets;

/// <summary>Judges a client's opening handshake, and makes the server's. RFC 6455 §4.2.</summary>
internal static class OpeningHandshake
{
    private const int KeyBytes = 16;
    private const int KeyCharacters = 24;

    // RFC 6455 §1.3: what nobody would send who does not mean the protocol.
    private static ReadOnlySpan<byte> KeySuffix => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Judges the request; what it may still choose from is none of it.</summary>
    public static HandshakeRefusal Judge(HttpRequest request, WebSocketOptions options)
    {
        // RFC 6455 §4.2.1: GET, HTTP/1.1, no body, and both fields that ask for another protocol.
        if (request.Method is not "GET")
        {
            return new(405, "A WebSocket is opened by GET.");
        }

        if (request.Version.Minor == 0)
        {
            return new(400, "A WebSocket is opened in HTTP/1.1.");
        }

        if (!request.Headers.Lists("Upgrade", "websocket") || !request.Headers.Lists("Connection", "upgrade"))
        {
            return new(400, "This is a WebSocket: ask with Upgrade: websocket and Connection: Upgrade.");
        }

        if (request.ContentLength is not 0)
        {
            return new(400, "An opening handshake has no body.");
        }

        return JudgeFields(request, options);
    }

    /// <summary>What proves to the client that its key was read. RFC 6455 §4.2.2.</summary>
    public static string Accept(HttpRequest request)
    {
        Span<byte> text = stackalloc byte[KeyCharacters + 36];
        request.Headers.TryGetOnly("Sec-WebSocket-Key"u8, out ReadOnlySpan<byte> key);
        key.CopyTo(text);
        KeySuffix.CopyTo(text[KeyCharacters..]);

        // RFC 6455 §10.8: no secret depends on it; it only shows that both sides mean the same protocol.
#pragma warning disable CA5350
        return Convert.ToBase64String(SHA1.HashData(text));
#pragma warning restore CA5350
    }

    /// <summary>The first sub-protocol the client asks for that the handler speaks; null for none.</summary>
    public static string? ChooseSubProtocol(HttpRequest request, WebSocketOptions options)
    {
        // RFC 6455 §4.1: the client lists them in the order it prefers.
        foreach (string asked in SubProtocolsOf(request))
        {
            foreach (string spoken in options.SubProtocols)
            {
                if (string.Equals(asked, spoken, StringComparison.Ordinal))
                {
                    return spoken;
                }
            }
        }

        return null;
    }

    private static HandshakeRefusal JudgeFields(HttpRequest request, WebSocketOptions options)
    {
        // RFC 6455 §4.4: who speaks another version is told which one is spoken here.
        if (!request.Headers.TryGetOnly("Sec-WebSocket-Version"u8, out ReadOnlySpan<byte> version)
            || !version.SequenceEqual("13"u8))
        {
            return new(426, "This server speaks version 13 of the WebSocket protocol.");
        }

        // RFC 6455 §4.2.1: one key, the base64 of 16 bytes.
        Span<byte> key = stackalloc byte[KeyBytes + 2];
        if (!request.Headers.TryGetOnly("Sec-WebSocket-Key"u8, out ReadOnlySpan<byte> text)
            || text.Length != KeyCharacters
            || Base64.DecodeFromUtf8(text, key, out _, out int bytes) != System.Buffers.OperationStatus.Done
            || bytes != KeyBytes)
        {
            return new(400, "Sec-WebSocket-Key must be the base64 of 16 bytes, once.");
        }

        if (!AreSubProtocols(request))
        {
            return new(400, "Sec-WebSocket-Protocol must name protocols, each once.");
        }

        // RFC 6455 §10.2: browsers say which page connects, and leave it to the server whether it may.
        return PageOrigin.IsAllowed(request, options.AllowedOrigins)
            ? HandshakeRefusal.None
            : new(403, "Pages of this origin may not connect here.");
    }

    private static bool AreSubProtocols(HttpRequest request)
    {
        // RFC 6455 §4.1: tokens, all of them different.
        HashSet<string> seen = [];
        foreach (string name in SubProtocolsOf(request))
        {
            if (!Token.IsToken(name) || !seen.Add(name))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] SubProtocolsOf(HttpRequest request) =>
        request.Headers["Sec-WebSocket-Protocol"]?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
