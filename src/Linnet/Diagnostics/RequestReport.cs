// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Diagnostics;

/// <summary>
/// One request that has ended, for logs: also one that was refused, came too slowly, or whose connection broke. It is a view
/// that is valid during the call that brings it. Text is made when it is asked for; what comes from the client is as the
/// client sent it, so whoever writes it anywhere escapes it (<see cref="AccessLog"/> does).
/// </summary>
public readonly ref struct RequestReport
{
    private readonly string? _error;

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; internal init; }

    /// <summary>
    /// What went wrong, one of a small set: the broken rule, such as <c>BareLineFeed</c>; the type of what the handler threw;
    /// the outcome if it is not <see cref="RequestOutcome.Answered"/>; else null.
    /// </summary>
    public string? Error
    {
        get => _error ?? NameOf(Outcome);
        internal init => _error = value;
    }

    /// <summary>The status that was sent; 0 when no response was begun.</summary>
    public int StatusCode { get; internal init; }

    /// <summary>The template of the route that was taken, such as <c>/orders/{id}</c>; null when none was.</summary>
    public string? Route { get; internal init; }

    /// <summary>From the first byte of the request, as the server saw it, to the end of the response.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>When the first byte was seen.</summary>
    public DateTimeOffset StartedAt { get; internal init; }

    /// <summary>Bytes of the response's body that were sent, without head and chunk framing.</summary>
    public long BytesSent { get; internal init; }

    /// <summary>The other end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? RemoteEndPoint { get; internal init; }

    /// <summary>
    /// The client: the other end of the connection, or whom trusted proxies name; null when it is not known.
    /// </summary>
    public IPAddress? ClientAddress { get; internal init; }

    /// <summary>The scheme, <c>http</c> or <c>https</c>: that of the connection, or as trusted proxies say.</summary>
    public string Scheme => UriSchemes.Name(UriScheme);

    /// <summary>The protocol, such as <c>HTTP/1.1</c>; empty when the head could not be read.</summary>
    public string Protocol => Head is null ? "" : Head.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";

    /// <summary>The method; empty when the head could not be read.</summary>
    public string Method => Head is null ? "" : KnownMethods.Name(Head.Method) ?? Text(Head.MethodBytes(Bytes));

    /// <summary>The target as sent; empty when the head could not be read.</summary>
    public string Target => Head is null ? "" : Text(Head.TargetBytes(Bytes));

    /// <summary>
    /// The first line that was received, without its end, whatever it is: the request line where the head could be read.
    /// </summary>
    public ReadOnlySpan<byte> RequestLine
    {
        get
        {
            // RFC 9112 §2.2: empty lines before the request line are not part of it.
            ReadOnlySpan<byte> rest = Bytes.TrimStart("\r\n"u8);
            int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            return end < 0 ? rest : rest[..end];
        }
    }

    /// <summary>The first value of a header field; empty when there is none, or the head could not be read.</summary>
    public ReadOnlySpan<byte> Header(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (ref readonly Field field in Fields)
        {
            if (Ascii.EqualsIgnoreCase(field.Name(Bytes), name))
            {
                return field.Value(Bytes);
            }
        }

        return default;
    }

    /// <summary>The head; null when it could not be read.</summary>
    internal RequestHead? Head { get; init; }

    /// <summary>The bytes of the head, or what there is of it.</summary>
    internal ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The scheme.</summary>
    internal UriScheme UriScheme { get; init; }

    /// <summary>The path as sent; empty when the head could not be read.</summary>
    internal ReadOnlySpan<byte> PathBytes => Head is null ? default : Head.Path(Bytes);

    /// <summary>The host and port as sent; empty when there is none.</summary>
    internal ReadOnlySpan<byte> HostBytes => Head is null ? default : Head.Host(Bytes);

    /// <summary>The header fields.</summary>
    internal ReadOnlySpan<Field> Fields => Head is null ? default : Head.Fields.Fields;

    private static string? NameOf(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Answered => null,
        RequestOutcome.Refused => nameof(RequestOutcome.Refused),
        RequestOutcome.Failed => nameof(RequestOutcome.Failed),
        RequestOutcome.Aborted => nameof(RequestOutcome.Aborted),
        RequestOutcome.ClientGone => nameof(RequestOutcome.ClientGone),
        RequestOutcome.ClientTooSlow => nameof(RequestOutcome.ClientTooSlow),
        RequestOutcome.CutOff => nameof(RequestOutcome.CutOff),
    };

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
