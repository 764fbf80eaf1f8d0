// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// A <see cref="Connection"/> that an <see cref="EventLoop"/> watches. Every operation asks the system at once, on the
/// caller's thread, and waits for the loop only when the system has nothing for it. Allocates nothing per operation.
/// </summary>
/// <remarks>
/// A receive that was given less than it had room for has emptied the socket, so the next one begins by waiting, and the
/// system is asked once per message and not twice. That is safe because every later arrival is told of anew; the end of
/// the peer's stream, which may come with the last bytes, is remembered.
/// <para>
/// A receive outside the connection's own dispatch may take bytes that the loop is about to tell of. So after one, what
/// the loop tells is doubtful, and the system is asked.
/// </para>
/// </remarks>
internal sealed class LoopConnection : Connection, ILoopClient
{
    // Not objects of their own, and so not read-only.
    private LoopSocket _socket;
    private LoopHome _home;
    private readonly EventLoops _loops;
    private readonly LinuxEndPoint _remote;
    private readonly LoopWait _receive = new();
    private LoopWait? _send;
    private IThreadPoolWorkItem? _first;
    private EndPoint? _remoteEndPoint;
    private bool _isEmptied;
    private bool _isDoubtful;
    private volatile bool _hasPeerEnded;

    /// <summary>Takes over a connected socket that does not block.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="loops">All loops.</param>
    /// <param name="accepting">The one that has accepted it.</param>
    /// <param name="local">Which of this machine's addresses the client has connected to.</param>
    /// <param name="remote">The client's.</param>
    public LoopConnection(
        LinuxDescriptor socket, EventLoops loops, EventLoop accepting, EndPoint? local, LinuxEndPoint remote)
    {
        _socket = new LoopSocket(socket);
        _loops = loops;
        _home = new LoopHome(loops, accepting, this);
        _remote = remote;
        LocalEndPoint = local;
        loops.AddUser();
    }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint { get; }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint => _remoteEndPoint ??= _remote.ToEndPoint();

    /// <inheritdoc/>
    internal override bool TryGetRemoteAddress(out UInt128 address) => _remote.TryGetAddress(out address);

    /// <inheritdoc/>
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : WaitAsync(isIdle: false, cancellationToken);

    /// <inheritdoc/>
    internal override ValueTask<bool> WaitIdleAsync() => WaitAsync(isIdle: true, CancellationToken.None);

    /// <inheritdoc/>
    internal override void EndIdle() => _receive.EndIdle();

    private ValueTask<bool> WaitAsync(bool isIdle, CancellationToken cancellationToken)
    {
        try
        {
            if (_receive.IsReady && !_hasPeerEnded && !_isDoubtful)
            {
                // The loop has heard of bytes, and nobody has received since.
                return new ValueTask<bool>(true);
            }

            if (IsKnownEmpty && TryBegin(_receive, cancellationToken, out ValueTask<bool> atOnce, isIdle))
            {
                return atOnce;
            }

            while (true)
            {
                _receive.Clear();
                int found = _socket.Peek();
                if (found != LoopSocket.WouldBlock)
                {
                    // What the loop has heard of these bytes is forgotten, so this has to be remembered.
                    _isEmptied = false;
                    return new ValueTask<bool>(found > 0);
                }

                if (TryBegin(_receive, cancellationToken, out ValueTask<bool> wait, isIdle))
                {
                    return wait;
                }
            }
        }
        catch (IOException failure)
        {
            return ValueTask.FromException<bool>(failure);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("Receiving into an empty buffer would look like the end of input.", nameof(buffer));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        try
        {
            int received = IsKnownEmpty ? LoopSocket.WouldBlock : ReceiveAtOnce(buffer.Span);
            return received == LoopSocket.WouldBlock ? ReceiveLaterAsync(buffer, cancellationToken) : new ValueTask<int>(received);
        }
        catch (IOException failure)
        {
            return ValueTask.FromException<int>(failure);
        }
    }

    /// <inheritdoc/>
    public override bool TryReceive(Span<byte> buffer, out int received)
    {
        received = IsKnownEmpty ? LoopSocket.WouldBlock : ReceiveAtOnce(buffer);
        return received != LoopSocket.WouldBlock;
    }

    /// <inheritdoc/>
    internal override bool HasReceivedAll()
    {
        try
        {
            return _socket.Peek() <= 0;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Whoever receives next is told.
            return false;
        }
    }

    /// <inheritdoc/>
    internal override bool HasDelivered() => _socket.HasDelivered();

    /// <inheritdoc/>
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            int sent = buffer.IsEmpty ? 0 : _socket.Send(buffer.Span);
            return sent == buffer.Length ? default : SendLaterAsync(buffer[Math.Max(sent, 0)..], cancellationToken);
        }
        catch (IOException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    /// <inheritdoc/>
    public override ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return SendFileLaterAsync(file, offset, length, cancellationToken);
    }

    /// <inheritdoc/>
    public override void ShutdownSend() => _socket.ShutdownSend();

    /// <inheritdoc/>
    public override void Abort()
    {
        _socket.Abort();
        Close();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    /// <summary>Has the loop begin to watch, and the connection's first work run there at its first event.</summary>
    internal override void Begin(IThreadPoolWorkItem work)
    {
        _first = work;
        try
        {
            _home.Enter(_socket.Descriptor);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Closed by another thread meanwhile, or not watched, in which case it would wait for ever. Its handler finds out.
            Abort();
            BeginElsewhere();
        }
    }

    /// <inheritdoc/>
    public void OnEvents(LoopEvents events)
    {
        if ((events & ~(LoopEvents.Readable | LoopEvents.Writable)) != 0)
        {
            _hasPeerEnded = true;
        }

        bool isReadable = (events & ~LoopEvents.Writable) != 0 && _receive.Signal();
        bool isWritable = (events & ~LoopEvents.Readable) != 0 && Volatile.Read(ref _send)?.Signal() == true;
        if (isWritable)
        {
            _send?.Resume(true);
        }

        if (isReadable)
        {
            ResumeReceiving();
        }

        if (_first is not null && !BeginsElsewhere())
        {
            TakeFirst()?.Execute();
        }
    }

    private IThreadPoolWorkItem? TakeFirst() => Interlocked.Exchange(ref _first, null);

    /// <summary>Has the first work run on the thread pool, unless it has begun: no event is going to come.</summary>
    private void BeginElsewhere()
    {
        if (TakeFirst() is { } work)
        {
            base.Begin(work);
        }
    }

    private bool TryBegin(LoopWait waiting, CancellationToken cancellationToken, out ValueTask<bool> wait, bool isIdle = false)
    {
        if (!_home.IsSettled)
        {
            _home.Wait(_socket.Descriptor);
            EndIfLost();
        }

        return waiting.TryBegin(cancellationToken, out wait, isIdle);
    }

    private bool BeginsElsewhere()
    {
        bool hasMoved = _home.TryBeginElsewhere(_socket.Descriptor);
        EndIfLost();
        return hasMoved;
    }

    private void EndIfLost()
    {
        if (_home.IsLost)
        {
            // Watched by none, it would wait for ever. So it ends, which whoever waits is told.
            Abort();
        }
    }

    /// <summary>True when a receive would find nothing: the last one took all there was, and nothing has come since.</summary>
    private bool IsKnownEmpty => _isEmptied && !_receive.IsReady && !_hasPeerEnded && !_socket.IsAborted;

    private void ResumeReceiving()
    {
        if (!_hasPeerEnded && !_isDoubtful)
        {
            _receive.Resume(true);
            return;
        }

        // Bytes, the end, a failure, or nothing that has not been received already: only the system knows.
        int found;
        try
        {
            do
            {
                _receive.Clear();
                found = _socket.Peek();
            }
            while (found == LoopSocket.WouldBlock && !_receive.TryGoOn());
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            _receive.ResumeFailed(failure);
            return;
        }

        if (found != LoopSocket.WouldBlock)
        {
            // What was heard of these bytes is forgotten.
            _isEmptied = false;
            _receive.Resume(found != 0);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveLaterAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int received;
        do
        {
            if (TryBegin(_receive, cancellationToken, out ValueTask<bool> wait))
            {
                await wait.ConfigureAwait(false);
            }

            received = ReceiveAtOnce(buffer.Span);
        }
        while (received == LoopSocket.WouldBlock);

        return received;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendLaterAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        LoopWait writable = WritableWait();
        while (!buffer.IsEmpty)
        {
            writable.Clear();
            int sent = _socket.Send(buffer.Span);
            if (sent != LoopSocket.WouldBlock)
            {
                buffer = buffer[sent..];
            }
            else if (TryBegin(writable, cancellationToken, out ValueTask<bool> wait))
            {
                await wait.ConfigureAwait(false);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendFileLaterAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        LoopWait writable = WritableWait();
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writable.Clear();
            long sent = _socket.SendFile(file, offset, length);
            if (sent != LoopSocket.WouldBlock)
            {
                offset += sent;
                length -= sent;
            }
            else if (TryBegin(writable, cancellationToken, out ValueTask<bool> wait))
            {
                await wait.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Made when a send has to wait for the first time; most connections never need it.</summary>
    private LoopWait WritableWait()
    {
        if (_send is { } made)
        {
            return made;
        }

        LoopWait writable = new();

        // Before the system is asked again, so that the loop finds it when it hears of the answer's change.
        Interlocked.Exchange(ref _send, writable);
        if (_socket.IsAborted)
        {
            writable.Fail(_socket.End);
        }

        return writable;
    }

    private int ReceiveAtOnce(Span<byte> buffer)
    {
        _receive.Clear();
        int received = _socket.Receive(buffer);
        _isEmptied = received < buffer.Length;

        // Asked afterwards: until here another thread may have been given the loop.
        _isDoubtful = !_home.IsInDispatch;
        _hasPeerEnded |= received == 0;
        return received;
    }

    private void Close()
    {
        if (!_socket.TryClose())
        {
            return;
        }

        _home.Leave();
        _receive.Forget();
        _receive.Fail(_socket.End);
        Volatile.Read(ref _send)?.Fail(_socket.End);
        BeginElsewhere();
        _loops.Release();
    }
}
