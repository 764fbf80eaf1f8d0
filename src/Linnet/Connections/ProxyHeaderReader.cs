// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Proxy;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// Receives the PROXY header of one connection, within the times that a first request head has. Used once, by the
/// connection's flow, except <see cref="BeginDrain"/>, which anyone may call.
/// </summary>
internal sealed class ProxyHeaderReader : IDisposable, IDeadlineOwner
{
    private readonly Connection _connection;
    private readonly ServerContext _context;
    private readonly Clock _clock;
    private readonly Http1Settings _settings;
    private readonly CancellationTokenSource _tooLate = new();
    private Deadline _deadline = new();
    private bool _hasExpired;
    private volatile bool _isDraining;

    /// <summary>A reader for a connection of which nothing has been received.</summary>
    public ProxyHeaderReader(Connection connection, ServerContext context)
    {
        _connection = connection;
        _context = context;
        _clock = context.Clock;
        _settings = context.Settings;
    }

    /// <summary>What the header says.</summary>
    public ProxyHeader Header { get; private set; }

    /// <summary>Why it was refused.</summary>
    public ProxyRejection Rejection { get; private set; }

    /// <summary>What was received behind it.</summary>
    public ReceiveBuffer Received { get; } = new(2 * ProxyHeaderParser.MaxBytes);

    /// <summary>The server begins to stop: who has sent nothing yet is not waited for.</summary>
    public void BeginDrain()
    {
        _isDraining = true;
        _deadline.CapIdle(_clock.Now + (long)_settings.StopGrace.TotalMilliseconds);
    }

    /// <summary>Reads the header; gives why the connection ends if that does not succeed, and null if it does.</summary>
    public async Task<ConnectionEndCause?> ReadAsync()
    {
        _clock.Add(this);
        try
        {
            return await ReceiveAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return _isDraining && Received.IsEmpty
                ? ConnectionEndCause.Drained
                : ConnectionEndCause.ProxyHeaderTimedOut;
        }
        catch (IOException)
        {
            return _context.IsCutOff ? ConnectionEndCause.CutOff : ConnectionEndCause.PeerReset;
        }
        finally
        {
            ClearDeadline();
            _clock.Remove(this);
        }
    }

    /// <inheritdoc />
    public ref Deadline Deadline => ref _deadline;

    /// <inheritdoc />
    public void OnExpired(WaitKind kind) => _tooLate.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        Received.Release();

        // Once the deadline has expired, the clock may be about to cancel, and must not find the source disposed.
        if (!_hasExpired)
        {
            _tooLate.Dispose();
        }
    }

    private async Task<ConnectionEndCause?> ReceiveAsync()
    {
        SetDeadline(_settings.FirstByteTimeout, WaitKind.Idle);
        if (!await _connection.WaitForDataAsync(_tooLate.Token).ConfigureAwait(false))
        {
            // A balancer that only looks whether the port is open does this.
            return ConnectionEndCause.PeerClosed;
        }

        SetDeadline(_settings.HeadTimeout, WaitKind.Receive);
        while (true)
        {
            int count = await _connection.ReceiveAsync(Received.Room(), _tooLate.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return ConnectionEndCause.PeerClosedEarly;
            }

            Received.Filled(count);
            ProxyHeaderStatus status =
                ProxyHeaderParser.Parse(Received.Unread, out ProxyHeader header, out ProxyRejection rejection);
            if (status == ProxyHeaderStatus.Rejected)
            {
                Rejection = rejection;
                return ConnectionEndCause.ProxyHeaderRejected;
            }

            if (status == ProxyHeaderStatus.Complete)
            {
                Header = header;
                Received.Consume(header.Length);
                Received.ReleaseIfEmpty();
                return null;
            }
        }
    }

    private void SetDeadline(TimeSpan patience, WaitKind kind)
    {
        ClearDeadline();
        _deadline.Set(_clock.Now + (long)patience.TotalMilliseconds, kind);
    }

    private void ClearDeadline() => _hasExpired |= !_deadline.TryClear();
}
