// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Tls;

/// <summary>
/// TLS over any connection, which it owns: the base library's <see cref="SslStream"/> with the contract of a
/// <see cref="Connection"/>. Until <see cref="HandshakeAsync"/> has succeeded it passes bytes through as they are.
/// </summary>
/// <remarks>
/// <para>
/// <b>The end.</b> Ending in order sends close_notify (RFC 8446 §6.1), and a peer's end counts only with one: a waiting
/// peer may go as it likes, but a receive that meets an end without it fails, because anybody on the way can cut a stream
/// (RFC 9112 §9.8). <see cref="SslStream"/> reports both ends as 0 bytes; the carrier knows which of the two it was.
/// </para>
/// <para>
/// <b>Waiting</b> holds no buffer of ours and none of <see cref="SslStream"/>'s. What it then finds has been decrypted, and
/// is kept in one small rented buffer until it is received.
/// </para>
/// </remarks>
internal sealed class TlsConnection : Connection
{
    /// <summary>What a wait keeps of what it found; the head of nearly every request fits.</summary>
    private const int FoundBytes = 4096;

    /// <summary>The first byte of every TLS record that can begin a connection. RFC 8446 §5.1.</summary>
    private const byte HandshakeRecord = 22;

    private readonly Connection _underneath;
    private readonly TlsSettings _settings;
    private readonly ServerHandshake _handshake;
    private readonly TlsCarrier _carrier;
    private readonly SessionTurn _turn;
    private SslStream? _session;
    private byte[] _found = [];
    private int _foundStart;
    private int _foundEnd;
    private bool _hasEnded;
    private volatile bool _isEndAsked;
    private volatile Task _ending = Task.CompletedTask;

    // True when the session has nothing left of what has come: what comes next is still with the connection underneath.
    private bool _isEmpty;

    /// <summary>The server's end over an accepted connection.</summary>
    public TlsConnection(Connection underneath, TlsSettings settings)
    {
        _underneath = underneath;
        _settings = settings;
        _handshake = new ServerHandshake(settings);
        _turn = new SessionTurn(EndSession);
        _carrier = new TlsCarrier(underneath, _turn, settings.MaxClientHelloBytes);
    }

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint => _underneath.LocalEndPoint;

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint => _underneath.RemoteEndPoint;

    /// <inheritdoc />
    internal override bool IsSecured => true;

    /// <inheritdoc />
    internal override X509Certificate2? PeerCertificate => _session?.RemoteCertificate as X509Certificate2;

    /// <inheritdoc />
    internal override bool NeedsHandshake => _session is null;

    /// <inheritdoc />
    internal override Connection Carrier => _underneath;

    /// <inheritdoc />
    internal override Connection Over(Connection carrier) => new TlsConnection(carrier, _settings);

    /// <summary>The client's end over a connection, once both have shaken hands.</summary>
    public static async Task<TlsConnection> ConnectAsync(
        Connection underneath, SslClientAuthenticationOptions options, CancellationToken cancellationToken = default)
    {
        TlsConnection connection = new(underneath, TlsSettings.OfClient);
        connection._session = new SslStream(connection._carrier, leaveInnerStreamOpen: true);
        try
        {
            await connection._session.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The connection underneath stays the caller's.
            await connection._session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        connection._carrier.EndHandshake();
        return connection;
    }

    /// <summary>
    /// Shakes hands, on threads of the pool: its computing, a millisecond and more, would hold up every connection of an
    /// event loop. Unless it succeeds, bytes still pass as they are. Fails only when cancelled.
    /// </summary>
    internal override async ValueTask<HandshakeResult> HandshakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            byte? first = await _carrier.PeekAsync(cancellationToken).ConfigureAwait(false);
            if (first != HandshakeRecord)
            {
                return first is >= (byte)'A' and <= (byte)'Z' ? HandshakeResult.PlainText : HandshakeResult.Failed;
            }

            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                // Here, and not in what was just awaited: that might be done when it is looked at, and nobody would move.
                await Task.Yield();
            }

            _session = await _handshake.RunAsync(_carrier, cancellationToken).ConfigureAwait(false);
            return _session is null ? HandshakeResult.Failed : HandshakeResult.Done;
        }
        catch (IOException)
        {
            return HandshakeResult.Failed;
        }
        finally
        {
            _carrier.EndHandshake();
        }
    }

    /// <inheritdoc />
    internal override bool Serves(ReadOnlySpan<byte> authority)
    {
        // RFC 9110 §7.4: a request for a host that this connection has not been authorised for is misdirected.
        return !_settings.HasSeveralPolicies
            || authority.IsEmpty
            || _settings.HasSamePolicy(_handshake, ServerName.OfAuthority(authority));
    }

    /// <inheritdoc />
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default)
    {
        _carrier.ThrowIfDisposed();
        if (_session is null)
        {
            return _carrier.HasEarly ? new ValueTask<bool>(true) : _underneath.WaitForDataAsync(cancellationToken);
        }

        if (_foundEnd > _foundStart)
        {
            return new ValueTask<bool>(true);
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : WaitAsync(_session, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>
    /// Most connections wait here, for their next request, and then the session is not asked to: its wait would take it, the
    /// carrier and this some objects, where the connection underneath can do without.
    /// </remarks>
    internal override ValueTask<bool> WaitIdleAsync()
    {
        _carrier.ThrowIfDisposed();
        if (_session is null)
        {
            return _carrier.HasEarly ? new ValueTask<bool>(true) : _underneath.WaitIdleAsync();
        }

        return _isEmpty && _foundEnd == _foundStart && !_hasEnded ? WaitUnderneathAsync() : base.WaitIdleAsync();
    }

    /// <inheritdoc />
    internal override void EndIdle()
    {
        // Whichever of the two it is.
        _underneath.EndIdle();
        base.EndIdle();
    }

    /// <inheritdoc />
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("Receiving into an empty buffer would look like the end of input.", nameof(buffer));
        }

        _carrier.ThrowIfDisposed();
        if (_session is null)
        {
            return _carrier.HasEarly
                ? new ValueTask<int>(_carrier.TakeEarly(buffer.Span))
                : _underneath.ReceiveAsync(buffer, cancellationToken);
        }

        if (_foundEnd > _foundStart)
        {
            return new ValueTask<int>(TakeFound(buffer.Span));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ReadAsync(_session, buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_session is null)
        {
            return _underneath.SendAllAsync(buffer, cancellationToken);
        }

        if (_isEndAsked)
        {
            return ValueTask.FromException(new IOException("This side's stream has ended."));
        }

        return buffer.IsEmpty ? default : _session.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>
    /// Before it closes, the peer has its close_notify to send (RFC 8446 §6.1), whatever it has promised: bytes that meet a
    /// reset when the socket is closed. That takes nothing from it any more once its system has acknowledged our end, which
    /// is as long as RFC 9112 §9.6 has a server wait. What the session may still hold has left the system, which alone resets.
    /// </remarks>
    internal override bool HasReceivedAll() =>
        _session is not null
        && _foundEnd == _foundStart
        && _ending.IsCompleted
        && _underneath.HasDelivered()
        && _underneath.HasReceivedAll();

    /// <inheritdoc />
    internal override bool HasDelivered() => _underneath.HasDelivered();

    /// <inheritdoc />
    public override void Queue(IThreadPoolWorkItem work) => _underneath.Queue(work);

    /// <inheritdoc />
    internal override void Begin(IThreadPoolWorkItem work) => _underneath.Begin(work);

    /// <inheritdoc />
    public override void ShutdownSend()
    {
        if (_session is null)
        {
            _underneath.ShutdownSend();
            return;
        }

        _isEndAsked = true;
        _turn.EndSession();
    }

    /// <inheritdoc />
    public override void Abort() => _underneath.Abort();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            // RFC 9112 §9.8: the server tries to exchange closing alerts before it closes.
            _turn.EndSession();
            await session.DisposeAsync().ConfigureAwait(false);
        }

        ReleaseFound();
        await _carrier.DisposeAsync().ConfigureAwait(false);
        await _underneath.DisposeAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitUnderneathAsync()
    {
        // Bytes or the end: what that means for whoever waits, the session has to say.
        await _underneath.WaitIdleAsync().ConfigureAwait(false);
        return await base.WaitIdleAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(SslStream session, CancellationToken cancellationToken)
    {
        if (!_hasEnded)
        {
            await FindAsync(session, cancellationToken).ConfigureAwait(false);
        }

        if (_foundEnd > 0)
        {
            return true;
        }

        await EndFoundAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FindAsync(SslStream session, CancellationToken cancellationToken)
    {
        _turn.Take();
        try
        {
            // An empty read waits without a buffer until there is something, and does not say what: bytes, or the end.
            await session.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            _found = ArrayPool<byte>.Shared.Rent(FoundBytes);
            _foundStart = 0;
            _foundEnd = await session.ReadAsync(_found, CancellationToken.None).ConfigureAwait(false);
            _isEmpty = IsEmptyAfter(_foundEnd, _found.Length);
            _carrier.ForgetRecords();
        }
        catch (NotSupportedException failure)
        {
            throw ReceivesTwice(failure);
        }
        finally
        {
            _turn.GiveBack();
        }
    }

    /// <summary>
    /// The peer's end is told once ours has gone, if it is under way: whoever closes when both have ended shall not cut off a
    /// close_notify that a slow peer has not made room for.
    /// </summary>
    private Task EndFoundAsync(CancellationToken cancellationToken)
    {
        _hasEnded = true;
        ReleaseFound();
        return _ending.WaitAsync(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadAsync(SslStream session, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int received = 0;
        if (!_hasEnded)
        {
            _turn.Take();
            try
            {
                received = await session.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                _isEmpty = IsEmptyAfter(received, buffer.Length);
                _carrier.ForgetRecords();
            }
            catch (NotSupportedException failure)
            {
                throw ReceivesTwice(failure);
            }
            finally
            {
                _turn.GiveBack();
            }
        }

        if (received > 0)
        {
            return received;
        }

        await EndFoundAsync(cancellationToken).ConfigureAwait(false);

        // RFC 8446 §6.1: without a close_notify nobody knows whether more was to come.
        return _carrier.HasEnded
            ? throw new IOException("The connection ended without a close_notify: what was received may have been cut.")
            : 0;
    }

    // A read that took as much as it could may have left something.
    private bool IsEmptyAfter(int received, int room) => received > 0 && received < room && _carrier.HasGivenOneRecord;

    private static InvalidOperationException ReceivesTwice(Exception failure) => new(
        "This connection is already receiving. Await one receiving operation before starting the next.", failure);

    private int TakeFound(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _foundEnd - _foundStart);
        _found.AsSpan(_foundStart, count).CopyTo(buffer);
        _foundStart += count;
        if (_foundStart == _foundEnd)
        {
            ReleaseFound();
        }

        return count;
    }

    private void ReleaseFound()
    {
        byte[] found = _found;
        _found = [];
        _foundStart = _foundEnd = 0;
        if (found.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(found);
        }
    }

    /// <summary>Sends close_notify and then the end; called once, while nobody computes with the session.</summary>
    private void EndSession()
    {
        if (_session is { } session)
        {
            _ending = EndSessionAsync(session);
        }
    }

    private async Task EndSessionAsync(SslStream session)
    {
        try
        {
            // Completes at once, unless the peer takes nothing; then it ends with the connection at the latest.
            await session.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or AuthenticationException)
        {
            // The connection has failed already, which the next operation tells.
        }

        _underneath.ShutdownSend();
    }
}
