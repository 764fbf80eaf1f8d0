// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>
/// The stream of bytes from one end of a <see cref="SimulatedConnection"/> to the other. What is sent is under way until it
/// arrives, in pieces and when the network says so; a fault may lie at any byte. Used by the network's one thread.
/// </summary>
internal sealed class SimulatedPipe
{
    private const string Closed = "The connection has been closed on this side.";

    private readonly SimulatedNetwork _network;
    private readonly int _number;
    private readonly string _way;
    private readonly byte[] _bytes;
    private readonly Queue<(long At, SimulatedFault Fault)> _faults = new();
    private readonly PendingOperation _receive;
    private readonly PendingOperation _send;

    // _first … _arrived can be received, _arrived … _end are under way.
    private int _first;
    private int _arrived;
    private int _end;
    private long _passed;
    private bool _isDelivering;
    private bool _isSilent;
    private bool _isEndSent;
    private bool _hasEnded;
    private bool _isReaderGone;
    private string? _receiverFailure;
    private string? _senderFailure;
    private Memory<byte> _destination;
    private ReadOnlyMemory<byte> _source;
    private bool _isPeek;

    public SimulatedPipe(SimulatedNetwork network, int number, string way, int windowBytes)
    {
        _network = network;
        _number = number;
        _way = way;
        _bytes = new byte[windowBytes];
        _receive = new PendingOperation(OnCancelled, isInline: true);
        _send = new PendingOperation(OnCancelled, isInline: true);
    }

    /// <summary>Told what befalls the stream, where it befalls more than this stream.</summary>
    public Action<SimulatedFault>? Befallen { get; set; }

    /// <summary>Told that bytes have arrived at a closed end.</summary>
    public Action? Unwanted { get; set; }

    /// <summary>True when bytes have arrived, or are about to, that nobody has received.</summary>
    public bool HasUnread => _end > _first;

    /// <summary>Has a fault lie at a byte; of several, those that are met first come first.</summary>
    public void Lay(long at, SimulatedFault fault) => _faults.Enqueue((at, fault));

    /// <summary>Waits for a byte or the end, and takes nothing.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await BeginReceive(default, isPeek: true, cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Receives at least one byte, or 0 at the end.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken) =>
        BeginReceive(destination, isPeek: false, cancellationToken);

    /// <summary>Receives what is here.</summary>
    public bool TryReceive(Span<byte> destination, out int received)
    {
        received = 0;
        if (_receiverFailure is not null)
        {
            throw new IOException(_receiverFailure);
        }

        if ((_arrived == _first && !_hasEnded) || _network.Waits())
        {
            return false;
        }

        received = Take(destination);
        return true;
    }

    /// <summary>Sends everything.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (_senderFailure is not null || _isEndSent)
        {
            return ValueTask.FromException(new IOException(_senderFailure ?? "This side's stream has ended."));
        }

        _send.Begin(cancellationToken);
        _source = source;
        MoveIn();
        if (_source.IsEmpty && !_network.Waits())
        {
            _send.Claim();
            return default;
        }

        ValueTask result = _send.AsTask();
        _send.Listen(cancellationToken);
        _network.After(_network.Delay(), GoOnSending);
        return result;
    }

    /// <summary>Ends the stream, after what was sent.</summary>
    public void End()
    {
        if (!_isEndSent)
        {
            _isEndSent = true;
            _network.Note(_number, _way + " end is sent", _passed);
            Deliver();
        }
    }

    /// <summary>The sending end is closed: what has not found room by now is lost, as with a socket.</summary>
    public void CloseSender()
    {
        FailLater(_send, Closed);
        End();
    }

    /// <summary>The receiving end is closed: what arrives there is unwanted.</summary>
    public void CloseReader()
    {
        _isReaderGone = true;
        FailLater(_receive, Closed);
    }

    /// <summary>Nothing can be received any more.</summary>
    public void FailReceiver(string reason)
    {
        if (_receiverFailure is null)
        {
            _receiverFailure = reason;
            _first = _arrived = _end = 0;
            FailLater(_receive, reason);
        }
    }

    /// <summary>Nothing can be sent any more.</summary>
    public void FailSender(string reason)
    {
        if (_senderFailure is null)
        {
            _senderFailure = reason;
            FailLater(_send, reason);
        }
    }

    private ValueTask<int> BeginReceive(Memory<byte> destination, bool isPeek, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        if (_receiverFailure is not null)
        {
            return ValueTask.FromException<int>(new IOException(_receiverFailure));
        }

        bool isHere = _arrived > _first || _hasEnded;
        if (isHere && !_network.Waits())
        {
            return new ValueTask<int>(isPeek ? Math.Min(_arrived - _first, 1) : Take(destination.Span));
        }

        _receive.Begin(cancellationToken);
        _destination = destination;
        _isPeek = isPeek;
        ValueTask<int> result = _receive.AsCount();
        _receive.Listen(cancellationToken);
        if (isHere)
        {
            _network.After(_network.Delay(), ServeReceiver);
        }

        return result;
    }

    private void ServeReceiver()
    {
        if (!_receive.IsPending || (_arrived == _first && !_hasEnded))
        {
            return;
        }

        _receive.Claim();
        _receive.Complete(_isPeek ? Math.Min(_arrived - _first, 1) : Take(_destination.Span));
    }

    private int Take(Span<byte> destination)
    {
        if (_arrived == _first)
        {
            return 0;
        }

        int taken = _network.Part(Math.Min(_arrived - _first, destination.Length));
        _bytes.AsSpan(_first, taken).CopyTo(destination);
        _first += taken;
        _network.Note(_number, _way + " received", taken);
        if (_send.IsPending)
        {
            _network.After(_network.Delay(), GoOnSending);
        }

        return taken;
    }

    private void GoOnSending()
    {
        if (!_send.IsPending)
        {
            return;
        }

        int before = _source.Length;
        MoveIn();
        if (_source.IsEmpty)
        {
            _send.Claim();
            _send.Complete(0);
        }
        else if (_source.Length < before)
        {
            _network.After(_network.Delay(), GoOnSending);
        }
    }

    private void MoveIn()
    {
        if (_first > 0)
        {
            // What has been received makes room.
            Array.Copy(_bytes, _first, _bytes, 0, _end - _first);
            _arrived -= _first;
            _end -= _first;
            _first = 0;
        }

        int moved = _network.Part(Math.Min(_source.Length, _bytes.Length - _end));
        if (moved > 0)
        {
            _source.Span[..moved].CopyTo(_bytes.AsSpan(_end));
            _network.NoteBytes(_number, _way + " sent", _bytes.AsSpan(_end, moved));
            _end += moved;
            _source = _source[moved..];
        }

        Deliver();
    }

    private void Deliver()
    {
        if (!_isDelivering && !_isSilent && _receiverFailure is null && (_end > _arrived || (_isEndSent && !_hasEnded)))
        {
            _isDelivering = true;
            _network.After(_network.Delay(), Arrive);
        }
    }

    private void Arrive()
    {
        _isDelivering = false;
        if (_receiverFailure is not null || _isSilent || _hasEnded)
        {
            return;
        }

        int count = _network.Part(_end - _arrived);
        if (_faults.TryPeek(out (long At, SimulatedFault Fault) next) && _passed + count >= next.At)
        {
            count = (int)Math.Clamp(next.At - _passed, 0, count);
            _faults.Dequeue();
            Arrived(count);
            Befall(next.Fault);
            return;
        }

        Arrived(count);
        Deliver();
        ServeReceiver();
    }

    private void Arrived(int count)
    {
        _arrived += count;
        _passed += count;
        _hasEnded = _isEndSent && _arrived == _end;
        _network.Note(_number, _way + (_hasEnded ? " end arrived" : " arrived"), count);
        if (count > 0 && _isReaderGone)
        {
            _network.Post(() => Unwanted?.Invoke());
        }
    }

    private void Befall(SimulatedFault fault)
    {
        switch (fault)
        {
            case SimulatedFault.Stall:
                int milliseconds = _network.Random.Next(4) == 0 ? _network.Random.Next(90_000) : _network.Random.Next(3_000);
                _network.CountFault(_number, _way + " stalls for ms:", milliseconds);
                _isDelivering = true;
                Befallen?.Invoke(fault);
                ServeReceiver();
                _network.After(TimeSpan.FromMilliseconds(milliseconds + 1), Arrive);
                break;
            case SimulatedFault.Silence:
                _network.CountFault(_number, _way + " falls silent at", _passed);
                _isSilent = true;
                Befallen?.Invoke(fault);
                ServeReceiver();
                break;
            case SimulatedFault.Cut:
                _network.CountFault(_number, _way + " is cut at", _passed);
                _end = _arrived;
                _hasEnded = true;
                Befallen?.Invoke(fault);
                ServeReceiver();
                break;
            case SimulatedFault.Reset:
                _network.CountFault(_number, _way + " is reset at", _passed);
                Befallen?.Invoke(fault);
                break;
        }
    }

    private void FailLater(PendingOperation operation, string reason)
    {
        if (operation.IsPending)
        {
            operation.Claim();
            _network.Post(() => operation.Fail(new IOException(reason)));
        }
    }

    private void OnCancelled(PendingOperation operation)
    {
        if (operation.IsCancellationRequested)
        {
            operation.Claim();
            operation.Cancel();
        }
    }
}
