// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>Waits for the next request and reads its head, each within its time. RFC 9112 §2, §9.5.</summary>
internal sealed class Http1HeadReader
{
    private readonly BufferedConnection _connection;
    private readonly Http1Settings _settings;
    private readonly Http1Stream _stream;
    private readonly RequestHeadParser _parser;

    /// <summary>A reader for the heads of connections, one after the other.</summary>
    public Http1HeadReader(BufferedConnection connection, Http1Settings settings, Http1Stream stream)
    {
        _connection = connection;
        _settings = settings;
        _stream = stream;
        _parser = new RequestHeadParser(settings.Head, UriScheme.Http, settings.Tolerated);
    }

    /// <summary>Why the last head was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Where TLS is spoken, shakes hands, within its time.</summary>
    public async ValueTask<HeadResult> SecureAsync()
    {
        long deadline = _connection.Now + (long)_settings.HandshakeTimeout.TotalMilliseconds;
        HandshakeResult result = await _connection.SecureAsync(deadline).ConfigureAwait(false);
        SecurityMetrics.RecordHandshake(result);
        return result switch
        {
            HandshakeResult.Done => HeadResult.Ready,
            HandshakeResult.PlainText => Reject(RequestRejection.PlainTextOnTls),
            HandshakeResult.TimedOut => HeadResult.HandshakeTimedOut,
            HandshakeResult.Failed => HeadResult.HandshakeFailed,
        };
    }

    /// <summary>Reads the next head, of which the first bytes are there, or the client has left.</summary>
    public ValueTask<HeadResult> ReadAsync()
    {
        _connection.Input.ReleaseKept();
        _stream.Head.Clear();
        _parser.Reset();
        _parser.Scheme = _connection.Connection.IsSecured ? UriScheme.Https : UriScheme.Http;
        _stream.BeginHead();

        // Pipelined, it is here, and most likely whole.
        if (!_connection.Input.IsEmpty && TryRead() is { } pipelined)
        {
            return new ValueTask<HeadResult>(pipelined);
        }

        // Else it has been waited for, and is most likely whole too.
        long deadline = _connection.Now + (long)_settings.HeadTimeout.TotalMilliseconds;
        ValueTask<int> filling = _connection.FillAsync(deadline, CancellationToken.None);
        if (!filling.IsCompletedSuccessfully)
        {
            return ReadLaterAsync(filling, deadline);
        }

        return ReadReceived(filling.Result) is { } result
            ? new ValueTask<HeadResult>(result)
            : ReadLaterAsync(_connection.FillAsync(deadline, CancellationToken.None), deadline);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HeadResult> ReadLaterAsync(ValueTask<int> filling, long deadline)
    {
        while (true)
        {
            if (ReadReceived(await filling.ConfigureAwait(false)) is { } result)
            {
                return result;
            }

            filling = _connection.FillAsync(deadline, CancellationToken.None);
        }
    }

    /// <summary>What has come of a wait; null when the rest of the head is still to come.</summary>
    private HeadResult? ReadReceived(int received) => received == 0 ? EndWithoutHead() : TryRead();

    /// <summary>Reads a head out of what has been received; null when the rest of it is still to come.</summary>
    private HeadResult? TryRead()
    {
        RequestHead head = _stream.Head;
        switch (_parser.Parse(_connection.Input.Unread, head))
        {
            case ParseResult.Complete:
                _connection.Input.Keep(head.Length);
                return HeadResult.Ready;
            case ParseResult.Rejected:
                return Reject(_parser.Rejection);
            default:
                return null;
        }
    }

    private HeadResult EndWithoutHead()
    {
        // Empty lines alone are no request: RFC 9112 §2.2 lets a client send one after a body.
        if (!_connection.Input.Unread.ContainsAnyExcept((byte)'\r', (byte)'\n'))
        {
            return _connection.TimedOut ? HeadResult.Idle : HeadResult.Closed;
        }

        if (_connection.TimedOut)
        {
            return Reject(RequestRejection.HeadTimedOut);
        }

        // RFC 9112 §8: a request that is cut short is an error, and may be answered.
        return Reject(RequestRejection.IncompleteHead);
    }

    private HeadResult Reject(RequestRejection rejection)
    {
        Rejection = rejection;
        return HeadResult.Rejected;
    }
}
