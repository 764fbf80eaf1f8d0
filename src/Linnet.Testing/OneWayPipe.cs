// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>
/// The stream of bytes from one end of a <see cref="MemoryConnection"/> to the other: a window of bounded size, an end, and
/// a reset. Sending past the window waits until the receiver has made room, as over TCP. Thread-safe.
/// </summary>
internal sealed class OneWayPipe
{
    private readonly Lock _gate = new();
    private readonly int _windowBytes;
    private readonly Delivery _delivery;
    private readonly PendingOperation _receive;
    private readonly PendingOperation _send;
    private byte[] _window = [];
    private int _first;
    private int _count;
    private bool _isEnded;
    private bool _isReaderGone;
    private string? _receiverFailure;
    private string? _senderFailure;
    private Memory<byte> _destination;
    private ReadOnlyMemory<byte> _source;
    private bool _isPeek;

    public OneWayPipe(int windowBytes, Delivery delivery, bool isInline)
    {
        _windowBytes = windowBytes;
        _delivery = delivery;
        _receive = new PendingOperation(OnCancelled, isInline);
        _send = new PendingOperation(OnCancelled, isInline);
    }

    /// <summary>True when bytes lie here that nobody has received.</summary>
    public bool HasUnread
    {
        get
        {
            lock (_gate)
            {
                return _count > 0;
            }
        }
    }

    /// <summary>True while the receiving end waits for bytes.</summary>
    public bool IsReceiving
    {
        get
        {
            lock (_gate)
            {
                return _receive.IsPending;
            }
        }
    }

    /// <summary>True while the sending end waits for room.</summary>
    public bool IsSending
    {
        get
        {
            lock (_gate)
            {
                return _send.IsPending;
            }
        }
    }

    /// <summary>True when the receiving end has been closed.</summary>
    public bool IsReaderGone
    {
        get
        {
            lock (_gate)
            {
                return _isReaderGone;
            }
        }
    }

    /// <summary>Waits for a byte or the end, and takes nothing.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        ValueTask<int> wait = BeginReceive(default, isPeek: true, cancellationToken, out bool isPending);
        return isPending ? _receive.AsAnswer() : Answer(wait);
    }

    /// <summary>Receives at least one byte, or 0 at the end.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken) =>
        BeginReceive(destination, isPeek: false, cancellationToken, out _);

    /// <summary>Sends everything.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        int received;
        bool isPending;
        lock (_gate)
        {
            if (_senderFailure is not null || _isEnded)
            {
                return ValueTask.FromException(new IOException(_senderFailure ?? "This side's stream has ended."));
            }

            _send.Begin(cancellationToken);
            _source = source;
            isPending = !MoveIn();
            if (!isPending)
            {
                _send.Claim();
            }

            received = TryServeReceiver();
        }

        CompleteReceive(received);
        if (!isPending)
        {
            return default;
        }

        _send.Listen(cancellationToken);
        return _send.AsTask();
    }

    /// <summary>Ends the stream: what was sent is still received, and then the end.</summary>
    public void End()
    {
        int received;
        lock (_gate)
        {
            _isEnded = true;
            received = TryServeReceiver();
        }

        CompleteReceive(received);
    }

    /// <summary>The sending end is closed: what has not found room by now is lost, as with a socket.</summary>
    public void CloseSender()
    {
        bool sending;
        lock (_gate)
        {
            sending = _send.IsPending;
            _send.Claim();
            _source = default;
        }

        if (sending)
        {
            _send.Fail(new IOException("The connection has been closed on this side."));
        }

        End();
    }

    /// <summary>The receiving end is closed; nobody will receive what comes.</summary>
    public void CloseReader()
    {
        lock (_gate)
        {
            _isReaderGone = true;
        }
    }

    /// <summary>Loses everything; each side's operations fail with its own words.</summary>
    public void Reset(string receiverFailure, string senderFailure)
    {
        bool receiving;
        bool sending;
        lock (_gate)
        {
            if (_senderFailure is not null)
            {
                return;
            }

            _receiverFailure = receiverFailure;
            _senderFailure = senderFailure;
            _count = 0;
            receiving = _receive.IsPending;
            sending = _send.IsPending;
            _receive.Claim();
            _send.Claim();
        }

        if (receiving)
        {
            _receive.Fail(new IOException(receiverFailure));
        }

        if (sending)
        {
            _send.Fail(new IOException(senderFailure));
        }
    }

    private static ValueTask<bool> Answer(ValueTask<int> wait)
    {
        return wait.IsCompletedSuccessfully ? new ValueTask<bool>(wait.Result > 0) : RethrowAsync(wait);

        static async ValueTask<bool> RethrowAsync(ValueTask<int> wait) => await wait.ConfigureAwait(false) > 0;
    }

    private ValueTask<int> BeginReceive(
        Memory<byte> destination, bool isPeek, CancellationToken cancellationToken, out bool isPending)
    {
        isPending = false;
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        int received;
        bool sent;
        lock (_gate)
        {
            if (_receiverFailure is not null)
            {
                return ValueTask.FromException<int>(new IOException(_receiverFailure));
            }

            _receive.Begin(cancellationToken);
            _destination = destination;
            _isPeek = isPeek;
            received = TryServeReceiver();
            isPending = received < 0;
            sent = TryServeSender();
        }

        if (sent)
        {
            _send.Complete(0);
        }

        if (!isPending)
        {
            return new ValueTask<int>(received);
        }

        ValueTask<int> result = _receive.AsCount();
        _receive.Listen(cancellationToken);
        return result;
    }

    /// <summary>Gives the waiting receiver what is there: how much, 0 for the end, -1 when it has to wait.</summary>
    private int TryServeReceiver()
    {
        if (!_receive.IsPending || (_count == 0 && !_isEnded))
        {
            return -1;
        }

        _receive.Claim();
        if (_isPeek || _count == 0)
        {
            return Math.Min(_count, 1);
        }

        int taken = Math.Min(_delivery.Next(_count), _destination.Length);
        for (int moved = 0; moved < taken;)
        {
            int run = Math.Min(taken - moved, _window.Length - _first);
            _window.AsSpan(_first, run).CopyTo(_destination.Span[moved..]);
            _first = (_first + run) % _window.Length;
            moved += run;
        }

        _count -= taken;
        return taken;
    }

    /// <summary>Moves what the waiting sender has into the room there is; true when that was the last of it.</summary>
    private bool TryServeSender()
    {
        if (!_send.IsPending || !MoveIn())
        {
            return false;
        }

        _send.Claim();
        return true;
    }

    private bool MoveIn()
    {
        Grow(Math.Min(_count + _source.Length, _windowBytes));
        while (_source.Length > 0 && _count < _window.Length)
        {
            int free = (_first + _count) % _window.Length;
            int run = Math.Min(_source.Length, Math.Min(_window.Length - _count, _window.Length - free));
            _source.Span[..run].CopyTo(_window.AsSpan(free));
            _source = _source[run..];
            _count += run;
        }

        return _source.IsEmpty;
    }

    /// <summary>Makes room, so that a connection over which little passes is little.</summary>
    private void Grow(int bytes)
    {
        if (bytes <= _window.Length)
        {
            return;
        }

        byte[] larger = new byte[Math.Min(_windowBytes, Math.Max(bytes, 2 * _window.Length))];
        int run = Math.Min(_count, _window.Length - _first);
        _window.AsSpan(_first, run).CopyTo(larger);
        _window.AsSpan(0, _count - run).CopyTo(larger.AsSpan(run));
        _window = larger;
        _first = 0;
    }

    private void CompleteReceive(int received)
    {
        if (received < 0)
        {
            return;
        }

        bool sent;
        lock (_gate)
        {
            sent = TryServeSender();
        }

        _receive.Complete(received);
        if (sent)
        {
            _send.Complete(0);
        }
    }

    private void OnCancelled(PendingOperation operation)
    {
        lock (_gate)
        {
            if (!operation.IsCancellationRequested)
            {
                return;
            }

            operation.Claim();
        }

        operation.Cancel();
    }
}
