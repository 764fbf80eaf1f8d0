// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// A UDP server: calls a handler for each datagram, a bounded number at once. UDP has no connections; a handler gets
/// one message and may reply to its sender.
/// </summary>
/// <example>
/// A server that sends each datagram back:
/// <code>
/// await using var server = new UdpServer("127.0.0.1:65432", (datagram, stopping) =>
///     datagram.ReplyAsync(datagram.Payload, stopping).AsTask());
/// await server.RunAsync(cancellationToken);
/// </code>
/// </example>
[SuppressMessage(
    "Usage",
    "CA2213:Disposable fields should be disposed",
    Justification = "Handlers that outlive the deadline still use the token and the places; both are only memory.")]
public sealed class UdpServer : IAsyncDisposable
{
    private readonly EndpointAddress _address;
    private readonly Func<Datagram, CancellationToken, Task> _handler;
    private readonly Func<EndpointAddress, IReadOnlyList<IDatagramSocket>> _bind;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Ending _stopped = new();
    private readonly RunSet<DatagramRun> _runs = new();

    /// <summary>Guards the fields below it.</summary>
    private readonly Lock _gate = new();
    private readonly List<Task> _loops = [];
    private IReadOnlyList<IDatagramSocket>? _sockets;

    /// <summary>Free places for handlers; none before the start.</summary>
    private readonly SemaphoreSlim _places = new(0);

    /// <summary>A server that does nothing until it is started.</summary>
    /// <param name="address">
    /// Where to listen: <c>127.0.0.1:65432</c>, <c>[::1]:8080</c>, <c>localhost:8080</c> for both loopback addresses,
    /// <c>*:8080</c> for every address; <c>udp://</c> may stand before it. Port 0 takes a free one.
    /// </param>
    /// <param name="handler">
    /// Handles one datagram. Its token is cancelled when the server stops or the handler has taken too long.
    /// </param>
    /// <exception cref="FormatException">The address is not one to listen on; the message says why.</exception>
    public UdpServer(string address, Func<Datagram, CancellationToken, Task> handler)
        : this(address, handler, DatagramSocket.Bind)
    {
    }

    /// <summary>The same over other sockets, for tests of what the system does to a server.</summary>
    internal UdpServer(
        string address,
        Func<Datagram, CancellationToken, Task> handler,
        Func<EndpointAddress, IReadOnlyList<IDatagramSocket>> bind)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _address = EndpointAddress.Parse(address, EndpointScheme.Udp);
        _handler = handler;
        _bind = bind;
        StreamListener.RequireAddress(_address);
        if (_address.IsUnix || _address.Scheme != EndpointScheme.Udp)
        {
            throw new FormatException($"'{_address}' is not a UDP address. Write udp://127.0.0.1:65432.");
        }
    }

    /// <summary>Limits and callbacks.</summary>
    public UdpServerOptions Options { get; init; } = new();

    /// <summary>Where it listens, with the port the system chose; two for <c>localhost</c>; none before the start.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints { get; private set; } = [];

    /// <summary>The clock of the handlers' timeout.</summary>
    internal TimeProvider Clock => Options.TimeProvider;

    /// <summary>Begins to receive, and returns.</summary>
    /// <exception cref="EndpointException">The address cannot be listened on; the message says why.</exception>
    /// <exception cref="InvalidOperationException">It was started before: construct a new one.</exception>
    public void Start()
    {
        lock (_gate)
        {
            if (_sockets is not null || _stopping.IsCancellationRequested)
            {
                throw new InvalidOperationException("A server starts once. Construct a new one to start again.");
            }

            RuntimeThreads.StartTimerThread();
            _sockets = _bind(_address);
            _places.Release(Options.MaxConcurrentDatagrams);
            var endPoints = new List<EndPoint>();
            foreach (IDatagramSocket socket in _sockets)
            {
                endPoints.Add(socket.LocalEndPoint);
                var loop = new DatagramLoop(socket, this, Options);
                _loops.Add(Task.Run(() => loop.RunAsync(_stopping.Token), CancellationToken.None));
            }

            BoundEndPoints = endPoints;
        }
    }

    /// <summary>Stops receiving, cancels the handlers' token and waits for them until the deadline.</summary>
    /// <returns>How many handlers were still running then; they can no longer reply.</returns>
    public async ValueTask<int> StopAsync(TimeSpan deadline)
    {
        // That what handlers have registered on their token fails must not keep the server running.
        await _stopping.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] loops;
        IReadOnlyList<IDatagramSocket> sockets;
        lock (_gate)
        {
            loops = [.. _loops];
            sockets = _sockets ?? [];
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
        await _runs.WaitUntilGoneAsync(deadline, Clock).ConfigureAwait(false);
        foreach (IDatagramSocket socket in sockets)
        {
            socket.Dispose();
        }

        _stopped.Set();
        return _runs.Count;
    }

    /// <summary>
    /// Starts unless started, serves until cancelled, and stops within <see cref="UdpServerOptions.StopDeadline"/>; or until somebody
    /// else has stopped it.
    /// </summary>
    /// <exception cref="EndpointException">The address cannot be listened on; the message says why.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_sockets is null)
        {
            Start();
        }

        await _stopped.WaitAsync(cancellationToken).ConfigureAwait(false);
        await StopAsync(Options.StopDeadline).ConfigureAwait(false);
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>Gives a datagram to a handler of its own, when there is a place.</summary>
    internal async ValueTask AdmitAsync(Datagram datagram, CancellationToken stopping)
    {
        try
        {
            await _places.WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // UDP promises nobody that a datagram is handled.
            return;
        }

        DatagramRun? run = null;
        try
        {
            run = new DatagramRun(this, datagram, _handler, stopping);
            _runs.Add(run);
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
        catch (OutOfMemoryException)
        {
            // As above: this one is lost, its place is not.
            if (run is null || !Leave(run))
            {
                _places.Release();
            }
        }
    }

    /// <summary>A handler has ended, or been given up; false when it had left before.</summary>
    internal bool Leave(DatagramRun run)
    {
        bool left = _runs.Remove(run);
        if (left)
        {
            _places.Release();
        }

        return left;
    }
}
