// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

namespace Linnet.Exchanges;

/// <summary>
/// A request as it was received. Text is made from the bytes when it is asked for, and kept for the request; the members
/// that return bytes make nothing.
/// </summary>
public sealed class HttpRequest
{
    private readonly HttpExchange _exchange;
    private readonly RequestBody _body;
    private RequestFilter? _filter;
    private string? _method;
    private string? _target;
    private string? _path;
    private string? _query;
    private string? _host;
    private IPAddress? _clientAddress;
    private UriScheme _scheme;
    private string? _forwardedHost;
    private bool _isOriginRead;

    internal HttpRequest(HttpExchange exchange)
    {
        _exchange = exchange;
        _body = new RequestBody(exchange);
        Query = new QueryParameters(exchange);
        Headers = new RequestHeaders(exchange, isTrailers: false);
        Cookies = new RequestCookies(exchange);
        Trailers = new RequestHeaders(exchange, isTrailers: true);
    }

    /// <summary>The method, such as <c>GET</c>. Case-sensitive (RFC 9110 §9.1).</summary>
    public string Method => _method ??= KnownMethods.Name(Head.Method) ?? Text(Head.MethodBytes(HeadBytes));

    /// <summary>The request target as sent, such as <c>/a%20b?c=d</c> (RFC 9112 §3.2).</summary>
    public string Target => _target ??= Text(Head.TargetBytes(HeadBytes));

    /// <summary>The path of the target as sent, still percent-encoded; <c>/</c> when the target has none.</summary>
    public string Path => _path ??= Text(PathBytes);

    /// <summary>The query of the target as sent, without its question mark; empty when there is none.</summary>
    public string QueryString => _query ??= Text(Head.Query(HeadBytes));

    /// <summary>The names and values in the query, decoded.</summary>
    public QueryParameters Query { get; }

    /// <summary>The protocol version: 1.0, or 1.1 for every later 1.x.</summary>
    public Version Version => Head.MinorVersion == 0 ? System.Net.HttpVersion.Version10 : System.Net.HttpVersion.Version11;

    /// <summary>The host and port the request is for, as sent; empty when an HTTP/1.0 client named none.</summary>
    public string Host => _host ??= Text(Head.Host(HeadBytes));

    /// <summary>
    /// The address of the client: the other end of the connection, or whom trusted proxies name when one of them has sent the
    /// request (<see cref="HttpServerOptions.TrustedProxies"/>). Null when it is not known: over a Unix socket, and where a
    /// proxy names nobody that is an address.
    /// </summary>
    public IPAddress? ClientAddress
    {
        get
        {
            ReadOrigin();
            return _clientAddress;
        }
    }

    /// <summary>The scheme in which the client asked, <c>http</c> or <c>https</c>: that of the connection, or as trusted
    /// proxies say.</summary>
    public string Scheme
    {
        get
        {
            ReadOrigin();
            return UriSchemes.Name(_scheme);
        }
    }

    /// <summary>
    /// The host, and the port if one was written, that the client asked for: <see cref="Host"/>, or what trusted proxies say.
    /// What a link back to this server begins with, once <see cref="HttpServerOptions.AllowedHosts"/> is set.
    /// </summary>
    public string Authority
    {
        get
        {
            ReadOrigin();
            return _forwardedHost ?? Host;
        }
    }

    /// <summary>The header fields.</summary>
    public RequestHeaders Headers { get; }

    /// <summary>The cookies.</summary>
    public RequestCookies Cookies { get; }

    /// <summary>
    /// The fields that came after a chunked body; none until it has been read to its end. They are not mixed with
    /// <see cref="Headers"/>, and those a trailer must not carry are left out (RFC 9110 §6.5).
    /// </summary>
    public RequestHeaders Trailers { get; }

    /// <summary>The head as received, byte for byte. The bytes are valid until the handler awaits something.</summary>
    public ReadOnlySpan<byte> HeadBytes => Stream.HeadBytes;

    /// <summary>The bytes of <see cref="Path"/>. Valid until the handler awaits something.</summary>
    public ReadOnlySpan<byte> PathBytes
    {
        get
        {
            // RFC 9110 §4.2.3: an empty path is the same as a path of "/".
            ReadOnlySpan<byte> path = Head.Path(HeadBytes);
            return path.IsEmpty ? "/"u8 : path;
        }
    }

    /// <summary>
    /// The body's length in bytes; null when it is not known, because the body comes in chunks or is being decompressed; 0
    /// when there is none.
    /// </summary>
    public long? ContentLength => Head.Body.IsChunked || _filter is not null ? null : Head.Body.Bytes;

    /// <summary>
    /// The body, received as it is read. Reading throws <see cref="RequestBodyException"/> when the client breaks a rule,
    /// is too slow, or leaves before the end. What the handler leaves unread is read away or ends the connection.
    /// </summary>
    public Stream Body => _filter is null ? _body : _filter.Decoded;

    /// <summary>
    /// Reads a piece of the body where it was received, without a copy; empty at the end of the body. The memory is valid
    /// until the next read or until the handler returns. To a client that waits to be asked for the body, the first read
    /// says 100 Continue.
    /// </summary>
    /// <exception cref="RequestBodyException">The client breaks a rule, is too slow, or leaves before the end.</exception>
    /// <exception cref="InvalidOperationException">Another read or write of the exchange is still under way.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default) =>
        _filter is null ? _body.ReadPieceAsync(cancellationToken) : _filter.ReadPieceAsync(cancellationToken);

    /// <summary>Reads the whole body, or what is left of it.</summary>
    /// <param name="maxBytes">How many bytes it may have; the server's own limit holds in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestBodyException">The body is longer (413), or cannot be had.</exception>
    public ValueTask<byte[]> ReadBytesAsync(int maxBytes = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return RequestContent.ReadBytesAsync(this, maxBytes, cancellationToken);
    }

    /// <summary>
    /// Reads the whole body, or what is left of it, as text: in the charset its Content-Type names, which may be UTF-8,
    /// US-ASCII or ISO-8859-1, and is UTF-8 when none is named. What is no UTF-8 becomes U+FFFD.
    /// </summary>
    /// <param name="maxBytes">How many bytes it may have; the server's own limit holds in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestBodyException">
    /// The body is longer (413), is in another charset (415), or cannot be had.
    /// </exception>
    public ValueTask<string> ReadTextAsync(int maxBytes = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return RequestContent.ReadTextAsync(this, maxBytes, cancellationToken);
    }

    /// <summary>
    /// Reads the whole body as JSON; null when it is the JSON null. No reflection: the type's contract comes from a
    /// source-generated context, <c>Shop.Default.Order</c>. The Content-Type must be a JSON one, which also keeps forms of
    /// other sites out: browsers send none across sites without asking.
    /// </summary>
    /// <param name="typeInfo">What to read.</param>
    /// <param name="maxBytes">How many bytes it may have; the server's own limit holds in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestBodyException">
    /// The body is longer (413), is not said to be JSON (415), is not the JSON that was expected (400), or cannot be had.
    /// A handler that lets it pass answers with that status.
    /// </exception>
    public ValueTask<T?> ReadJsonAsync<T>(
        JsonTypeInfo<T> typeInfo, int maxBytes = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return RequestContent.ReadJsonAsync(this, typeInfo, maxBytes, cancellationToken);
    }

    /// <summary>
    /// Reads a form of either kind, <c>application/x-www-form-urlencoded</c> or <c>multipart/form-data</c>, and gives its
    /// fields. Its files are not kept in memory: each is given to <paramref name="file"/> when it comes, to be read then
    /// and there; without it they are read away. Bounded by <see cref="Limits"/>.
    /// </summary>
    /// <param name="file">Reads a file; null when none is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestBodyException">
    /// The body is no form (415), a broken one (400), too large a one (413), or cannot be had. A handler that lets it pass
    /// answers with that status.
    /// </exception>
    public ValueTask<Form> ReadFormAsync(
        Func<FormPart, ValueTask>? file = null, CancellationToken cancellationToken = default) =>
        FormContent.ReadAsync(this, Stream.Forms, file, cancellationToken);

    /// <summary>
    /// Reads a form of the kind <c>multipart/form-data</c> part by part, fields and files, as they come. A part is read
    /// before the next one is asked for. Bounded by <see cref="Limits"/>.
    /// </summary>
    /// <exception cref="RequestBodyException">
    /// The body is no such form (415), a broken one (400), too large a one (413), or cannot be had. A handler that lets it
    /// pass answers with that status.
    /// </exception>
    public IAsyncEnumerable<FormPart> ReadPartsAsync(CancellationToken cancellationToken = default) =>
        FormContent.ReadPartsAsync(this, Stream.Forms, cancellationToken);

    /// <summary>
    /// Passes the body through a coding, such as decompression, before anybody reads it; of several, the last one set
    /// is what readers see. It throws <see cref="RequestBodyException"/> where the client is at fault.
    /// </summary>
    internal void Filter(Func<Stream, Stream> coding) => _filter = new RequestFilter(coding(Body), _filter);

    /// <summary>Whether a coding is undone before the body is read.</summary>
    internal bool IsDecoded => _filter is not null;

    /// <summary>How many bytes the body may have.</summary>
    internal long MaxBodyBytes => Stream.Body.MaxBytes;

    /// <summary>For gathering what is used up before the next read of the body.</summary>
    internal PooledBuffer Scratch { get; } = new();

    /// <summary>The bytes of <see cref="Authority"/>. Valid until the handler awaits something.</summary>
    internal ReadOnlySpan<byte> AuthorityBytes => Stream.Authority;

    private Http1Stream Stream => _exchange.Stream;

    private RequestHead Head => Stream.Head;

    internal void Begin()
    {
        _method = null;
        _target = null;
        _path = null;
        _query = null;
        _host = null;
        _clientAddress = null;
        _forwardedHost = null;
        _isOriginRead = false;
    }

    /// <summary>Reads where the request comes from, once; three members show it.</summary>
    private void ReadOrigin()
    {
        if (_isOriginRead)
        {
            return;
        }

        ForwardedRequest forwarded = Stream.ReadForwarded();
        _clientAddress = forwarded.NamesClient
            ? forwarded.Address
            : (Stream.Connection.RemoteEndPoint as IPEndPoint)?.Address;
        _scheme = forwarded.Scheme ?? Head.Scheme;
        _forwardedHost = forwarded.Host.IsEmpty ? null : Text(forwarded.Host);
        _isOriginRead = true;
    }

    /// <summary>Lowers the bytes that the body may have; false when it has more, and the driver will say so.</summary>
    internal bool TryLimitBody(long maxBytes) => Stream.Body.TryLimit(maxBytes);

    internal void End()
    {
        Query.End();
        _filter?.Dispose();
        _filter = null;
    }

    // The parser lets only ASCII through to here, so nothing is lost.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
