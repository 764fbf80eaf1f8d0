// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// One connection between two programs: a stream of bytes in each direction. TCP, Unix sockets, TLS over either and
/// the in-memory network of tests all look like this, so nothing above knows which one it has.
/// </summary>
/// <remarks>
/// <para>
/// <b>Ownership.</b> Whoever accepted or connected it owns it and disposes it; a handler that is given a connection
/// by a server borrows it until the handler returns. Buffers handed in belong to the caller again when the
/// operation has ended; the connection keeps none.
/// </para>
/// <para>
/// <b>Threads.</b> One receiving operation (<see cref="WaitForDataAsync"/> or <see cref="ReceiveAsync"/>) and one
/// sending operation at a time; the two may run side by side. <see cref="Abort"/> may be called by anyone at any time.
/// </para>
/// <para>
/// <b>Failures.</b> What the peer or the network does wrong is an <see cref="IOException"/>, whose inner exception
/// is the socket's when there is one; so is an operation that <see cref="Abort"/> has cut short. A cancelled receive
/// loses nothing and the connection lives on. A cancelled send may have sent a part, so only
/// <see cref="Abort"/> and disposing make sense after it.
/// </para>
/// </remarks>
public abstract class Connection : IAsyncDisposable
{
    /// <summary>How much of a file is in memory at a time. 64 KiB is where larger reads stopped being faster.</summary>
    private const int FileBufferBytes = 64 * 1024;

    private CancellationTokenSource? _endOfIdleness;

    /// <summary>This side's end, if the transport has a name for it. Stays readable after the end of the connection.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The other side's end, if it has a name. Stays readable after the end of the connection.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>
    /// True when nobody on the way can read or change what is sent: https is what HTTP over it serves (RFC 9110 §4.2.2).
    /// </summary>
    internal virtual bool IsSecured => false;

    /// <summary>
    /// The other side's address as a number of 128 bits, in the order in which it is written; an IPv4 address as IPv6 maps it
    /// (RFC 4291 §2.5.5.2). False when it has none.
    /// </summary>
    internal virtual bool TryGetRemoteAddress(out UInt128 address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[16];
        if (RemoteEndPoint is not IPEndPoint internet || !internet.Address.MapToIPv6().TryWriteBytes(bytes, out _))
        {
            return false;
        }

        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>True until hands have been shaken, where that comes before anything else.</summary>
    internal virtual bool NeedsHandshake => false;

    /// <summary>The connection that this one secures; itself when it secures none.</summary>
    internal virtual Connection Carrier => this;

    /// <summary>The certificate by which the peer has shown who it is; null when it has shown none.</summary>
    internal virtual X509Certificate2? PeerCertificate => null;

    /// <summary>
    /// False when whoever asks for this authority would have had to show more of itself than this peer has: it belongs on
    /// a connection of its own.
    /// </summary>
    internal virtual bool Serves(ReadOnlySpan<byte> authority) => true;

    /// <summary>
    /// Waits until bytes can be received (true) or the peer has ended its stream (false). Holds no buffer
    /// meanwhile, so a connection that waits for its next request costs next to nothing.
    /// </summary>
    public abstract ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Receives what is there, at least one byte, waiting if there is none; 0 when the peer has ended its stream.
    /// </summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="cancellationToken">Ends the waiting, not the connection.</param>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>Sends all of the bytes, waiting for as long as the peer does not take them.</summary>
    /// <param name="buffer">The bytes; unchanged by anyone until the operation has ended.</param>
    /// <param name="cancellationToken">Ends the waiting; how much was sent is then unknown.</param>
    public abstract ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends <paramref name="length"/> bytes of a file, from <paramref name="offset"/> on. Here: reads and sends by
    /// turns through one rented buffer. Transports that can do better, do.
    /// </summary>
    /// <param name="file">The file, opened for reading; stays the caller's.</param>
    /// <param name="offset">Where in the file to start.</param>
    /// <param name="length">How many bytes to send.</param>
    /// <param name="cancellationToken">Ends the sending; how much was sent is then unknown.</param>
    /// <exception cref="IOException">
    /// The connection failed, or the file could not be read or ended before <paramref name="length"/> bytes
    /// (<see cref="EndOfStreamException"/>): what was sent is then less than what was promised.
    /// </exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public virtual async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, FileBufferBytes));
        try
        {
            while (length > 0)
            {
                Memory<byte> space = buffer.AsMemory(0, (int)Math.Min(length, buffer.Length));
                int read = await RandomAccess.ReadAsync(file, space, offset, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException("The file ended before all of it that was promised had been sent.");
                }

                await SendAllAsync(space[..read], cancellationToken).ConfigureAwait(false);
                offset += read;
                length -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Shakes hands. Unless it succeeds, bytes still pass as they are. Fails only when cancelled.</summary>
    internal virtual ValueTask<HandshakeResult> HandshakeAsync(CancellationToken cancellationToken) =>
        new(HandshakeResult.Done);

    /// <summary>The same securing of another carrier, of which something was received before it.</summary>
    internal virtual Connection Over(Connection carrier) => carrier;

    /// <summary>
    /// Receives what has come already, or 0 for the end of the peer's stream; false when there is nothing, or, as here, when
    /// the transport cannot tell without waiting. For transports that would spare themselves a wait.
    /// </summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="received">How many came.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public virtual bool TryReceive(Span<byte> buffer, out int received)
    {
        received = 0;
        return false;
    }

    /// <summary>
    /// True when nothing that the peer has sent lies here unreceived, so that closing is no reset; false when something does,
    /// or when this transport cannot tell.
    /// </summary>
    internal virtual bool HasReceivedAll() => false;

    /// <summary>
    /// True when the peer's system has acknowledged all that was sent here, and the end after it; false while that is open, or
    /// when this transport cannot tell.
    /// </summary>
    internal virtual bool HasDelivered() => false;

    /// <summary>
    /// Waits as <see cref="WaitForDataAsync"/> does, and until <see cref="EndIdle"/>: then it is cancelled. For waits that
    /// most connections spend their life in: the transport that can do it without a source of cancellation does.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal virtual async ValueTask<bool> WaitIdleAsync()
    {
        try
        {
            return await WaitForDataAsync(EndOfIdleness().Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The one wait has been ended by it, and not the next.
            Volatile.Write(ref _endOfIdleness, null);
            throw;
        }
    }

    /// <summary>
    /// Cancels the wait of <see cref="WaitIdleAsync"/>, or the next one when there is none now. May be called by any thread.
    /// </summary>
    internal virtual void EndIdle() => EndOfIdleness().Cancel();

    /// <summary>
    /// Runs work of this connection's, its first and whatever must not run where it comes up: on the thread pool, unless the
    /// transport has threads of its own. One for tests may have a single thread, and do everything there in an order that it
    /// chooses.
    /// </summary>
    /// <param name="work">Run once, soon, and not within this call.</param>
    public virtual void Queue(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

    /// <summary>Runs the first work of a connection that has just been accepted, where this transport wants it run.</summary>
    internal virtual void Begin(IThreadPoolWorkItem work) => Queue(work);

    /// <summary>
    /// Ends this side's stream: the peer receives what was sent and then the end. Receiving goes on. Calling it again,
    /// or after the connection has failed, does nothing.
    /// </summary>
    public abstract void ShutdownSend();

    /// <summary>
    /// Ends the connection at once, so that the peer sees a reset and not an orderly end (over TCP; a Unix socket has
    /// no reset). Operations under way fail with an <see cref="IOException"/>. May be called more than once.
    /// </summary>
    public abstract void Abort();

    /// <summary>
    /// Closes the connection. What was sent before is still delivered, unless bytes from the peer lie unreceived: the
    /// system then resets. To be sure, <see cref="ShutdownSend"/> and receive to the end first.
    /// </summary>
    public abstract ValueTask DisposeAsync();

    private CancellationTokenSource EndOfIdleness()
    {
        if (Volatile.Read(ref _endOfIdleness) is { } made)
        {
            return made;
        }

        CancellationTokenSource fresh = new();
        return Interlocked.CompareExchange(ref _endOfIdleness, fresh, null) ?? fresh;
    }
}
