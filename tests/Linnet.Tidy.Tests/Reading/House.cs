// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// The rooms of the house and which way the arrows point: a room may use itself and the rooms listed beside it,
/// nothing else. ARCHITECTURE.md draws the map; a new room or arrow is a decision (docs/adr), then a line here.
/// </summary>
internal static class House
{
    private const string Text = "Linnet.Protocol.Text";
    private const string Messages = "Linnet.Protocol.Messages";
    private const string Proxy = "Linnet.Protocol.Proxy";
    private const string Forms = "Linnet.Protocol.Forms";
    private const string Representations = "Linnet.Protocol.Representations";
    private const string Archives = "Linnet.Protocol.Archives";
    private const string Http1 = "Linnet.Protocol.Http1";
    private const string Hpack = "Linnet.Protocol.Hpack";
    private const string Http2 = "Linnet.Protocol.Http2";
    private const string Frames = "Linnet.Protocol.WebSockets";
    private const string Sockets = "Linnet.Sockets";
    private const string Tls = "Linnet.Tls";
    private const string Diagnostics = "Linnet.Diagnostics";
    private const string Connections = "Linnet.Connections";
    private const string Exchanges = "Linnet.Exchanges";
    private const string Routing = "Linnet.Routing";
    private const string Files = "Linnet.Files";
    private const string Middleware = "Linnet.Middleware";
    private const string WebSockets = "Linnet.WebSockets";
    private const string Root = "Linnet";

    public static FrozenDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>
    {
        // Linnet.Protocol: protocols never see each other; messages lie below them and know no version.
        [Text] = [],
        [Messages] = [Text],
        [Proxy] = [Text, Messages],
        [Forms] = [Text, Messages],
        [Representations] = [Text, Messages],

        // Bytes of archives: knows no HTTP.
        [Archives] = [],
        [Http1] = [Text, Messages],
        [Frames] = [Text],
        [Hpack] = [Text, Messages],
        [Http2] = [Text, Messages, Hpack],

        // Linnet: what a byte passes on its way up.
        [Sockets] = [Text],
        [Tls] = [Messages, Sockets],

        // Metrics, spans and logs of requests: told by whoever drives a connection, and knows no connection itself.
        [Diagnostics] = [Text, Messages, Http1],
        [Connections] = [Text, Messages, Proxy, Http1, Hpack, Http2, Sockets, Tls, Diagnostics],
        [Exchanges] =
        [
            Text, Messages, Proxy, Forms, Representations, Http1, Hpack, Http2, Sockets, Tls, Diagnostics, Connections,
        ],

        // Ready-made handlers see an exchange and nothing below it.
        [Routing] = [Text, Exchanges],
        [Files] = [Text, Forms, Representations, Archives, Exchanges],

        // An exchange gives its connection away: whoever takes it sees what a connection is.
        [WebSockets] = [Text, Frames, Sockets, Diagnostics, Exchanges],

        // What stands around handlers, one file for each.
        [Middleware] = [Text, Messages, Representations, Exchanges],

        [Root] =
        [
            Text, Messages, Proxy, Http1, Hpack, Http2,
            Sockets, Tls, Diagnostics, Connections, Exchanges, Routing, Files, WebSockets, Middleware,
        ],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names that gather what belongs nowhere; such a room is a room not yet understood.</summary>
    public static FrozenSet<string> ForbiddenRooms { get; } = FrozenSet.ToFrozenSet(
        ["Common", "Core", "Helpers", "Infrastructure", "Internal", "Manager", "Misc", "Shared", "Utils"],
        StringComparer.OrdinalIgnoreCase);
}
