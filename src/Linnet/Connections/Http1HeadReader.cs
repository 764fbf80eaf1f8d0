// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Tls;

namespace Linnet.Connections;

/// <summary>Waits for the next request and reads its head, each within its time. RFC 9112 §2, §9.5.</summary>
internal sealed class Http1HeadReader
{
    // A client whose requests never run out would keep its thread from everybody else's for ever. To give it back this
    // seldom costs nothing that could be measured.
    private const int MaxHeadsAtOnce = 256;

    private readonly BufferedConnection _connection;
    private readonly Http1Settings _settings;
    private readonly Http1Stream _stream;
    private readonly RequestHeadParser _parser;
    private TimeSpan _patience;
    private long _idleSince = long.MaxValue;
    private int _headsAtOnce;

    /// <summary>A reader for the heads of one connection, one after the other.</summary>
    public Http1HeadReader(BufferedConnection connection, Http1Settings settings, Http1Stream stream)
    {
        _connection = connection;
        _settings = settings;
        _stream = stream;
        UriScheme scheme = connection.Connection.IsSecured ? UriScheme.Https : UriScheme.Http;
        _parser = new RequestHeadParser(settings.Head, scheme, settings.Tolerated);
        _patience = settings.FirstByteTimeout;
    }

    /// <summary>Why the last head was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Since when no request is under way; <see cref="long.MaxValue"/> when one is. For any thread.</summary>
    public long IdleSince => Volatile.Read(ref _idleSince);

    /// <summary>The server begins to stop. May be called by any thread.</summary>
    public void BeginDrain() =>
        // An idle client may have a request under way to us: it is given a moment, and then the end of the stream.
        _connection.BeginDrain(_connection.Now + (long)_settings.StopGrace.TotalMilliseconds);

    /// <summary>Where TLS is spoken, waits for the client and shakes hands, each within its time.</summary>
    public async ValueTask<HeadResult> SecureAsync()
    {
        if (_connection.Connection is not TlsConnection connection)
        {
            return HeadResult.Ready;
        }

        Volatile.Write(ref _idleSince, _connection.Now);
        long idle = _connection.Now + (long)_settings.FirstByteTimeout.TotalMilliseconds;
        bool isThere = await _connection.WaitForDataAsync(idle).ConfigureAwait(false);
        Volatile.Write(ref _idleSince, long.MaxValue);
        if (!isThere)
        {
            return _connection.TimedOut ? HeadResult.Idle : HeadResult.Closed;
        }

        long deadline = _connection.Now + (long)_settings.HandshakeTimeout.TotalMilliseconds;
        return await _connection.SecureAsync(connection, deadline).ConfigureAwait(false) switch
        {
            TlsHandshake.Done => HeadResult.Ready,
            TlsHandshake.PlainText => Reject(RequestRejection.PlainTextOnTls),
            TlsHandshake.TimedOut => HeadResult.HandshakeTimedOut,
            TlsHandshake.Failed => HeadResult.HandshakeFailed,
        };
    }

    /// <summary>Reads the next head. What waits to be sent is sent before anything is waited for.</summary>
    public ValueTask<HeadResult> ReadAsync()
    {
        _connection.Input.ReleaseKept();
        _stream.Head.Clear();
        _parser.Reset();
        if (_connection.Input.IsEmpty || _headsAtOnce >= MaxHeadsAtOnce)
        {
            return ReadLaterAsync(hasBegun: false);
        }

        // Pipelined: it is here, and most likely whole.
        _headsAtOnce++;
        Begin();
        return TryRead() is { } result ? new ValueTask<HeadResult>(result) : ReadLaterAsync(hasBegun: true);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HeadResult> ReadLaterAsync(bool hasBegun)
    {
        if (!hasBegun)
        {
            Volatile.Write(ref _idleSince, _connection.Now);
            long idle = _connection.Now + (long)_patience.TotalMilliseconds;
            ValueTask<bool> arrival = _connection.Input.IsEmpty ? _connection.WaitForDataAsync(idle) : new(true);
            _headsAtOnce = arrival.IsCompleted ? _headsAtOnce + 1 : 0;
            if (!await arrival.ConfigureAwait(false))
            {
                return _connection.TimedOut ? HeadResult.Idle : HeadResult.Closed;
            }

            Begin();
            if (_headsAtOnce > MaxHeadsAtOnce)
            {
                _headsAtOnce = 0;
                await Task.Yield();
            }
        }

        long deadline = _connection.Now + (long)_settings.HeadTimeout.TotalMilliseconds;
        while (true)
        {
            if (TryRead() is { } result)
            {
                return result;
            }

            if (await _connection.FillAsync(deadline, CancellationToken.None).ConfigureAwait(false) == 0)
            {
                return EndWithoutHead();
            }
        }
    }

    private void Begin()
    {
        _stream.BeginHead();
        Volatile.Write(ref _idleSince, long.MaxValue);
        _patience = _settings.IdleTimeout;
    }

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
