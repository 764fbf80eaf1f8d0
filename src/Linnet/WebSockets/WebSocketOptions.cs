// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Protocol.Text;

namespace Linnet.WebSockets;

/// <summary>What the WebSockets of a route can be told; the defaults are safe. Read for each socket when it opens.</summary>
public sealed class WebSocketOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>
    /// Pages of which origins may connect, beside this server's own: exactly as browsers write them,
    /// <c>https://app.example.com</c>, or <c>*</c> for all. None unless set: browsers let any page connect anywhere, with its
    /// visitor's cookies, so it is the server that must ask (RFC 6455 §10.2). Who sends no Origin is no browser and may.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
        }
    } = [];

    /// <summary>
    /// The sub-protocols that the handler speaks; of those, the first that the client asks for is agreed on, and
    /// <see cref="ServerWebSocket.SubProtocol"/> says which. None unless set (RFC 6455 §1.9).
    /// </summary>
    /// <exception cref="ArgumentException">One is not a token.</exception>
    public IReadOnlyList<string> SubProtocols
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string name in value)
            {
                if (!Token.IsToken(name))
                {
                    throw new ArgumentException($"'{name}' cannot be a sub-protocol: its name must be a token.", nameof(value));
                }
            }

            field = [.. value];
        }
    } = [];

    /// <summary>Bytes that a message may have; 4 MiB. Beyond: the socket is closed with 1009, before the rest is read.</summary>
    public int MaxMessageBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 30);
            field = value;
        }
    } = 4 * 1024 * 1024;

    /// <summary>
    /// Fragments of less than 64 bytes that a message may come in; 128. Larger ones are not counted, for the message's own
    /// bound is theirs. Beyond: the socket is closed with 1008.
    /// </summary>
    public int MaxShortFragments
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 128;

    /// <summary>
    /// Bytes that may wait in the queue of <see cref="ServerWebSocket.TryPost(string)"/> and of groups; 1 MiB. Beyond: a
    /// message is not taken, and a group drops the socket.
    /// </summary>
    public int MaxQueuedBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>How long a client may be silent before it is asked with a ping; 30 s, below what proxies allow.</summary>
    public TimeSpan PingInterval { get; init => field = Within(value); } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to answer; 20 s. Beyond: the connection is reset.</summary>
    public TimeSpan PongTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take to receive 64 KiB of what is sent; 20 s. Beyond: the connection is reset.</summary>
    public TimeSpan SendTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take to answer a close frame; 5 s. Beyond: the connection is reset.</summary>
    public TimeSpan CloseTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// True to compress messages for clients that want it (permessage-deflate, RFC 7692); off unless set. Each message is
    /// compressed by itself, so a silent socket costs nothing. Whoever sees how long messages are can learn what is in one that
    /// holds a secret beside what he has chosen (as in BREACH): leave it off there.
    /// </summary>
    public bool Compresses { get; init; }

    private static TimeSpan Within(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest);
        return value;
    }
}
