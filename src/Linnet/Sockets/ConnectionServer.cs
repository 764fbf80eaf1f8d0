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
/// Accepts connections at any number of addresses and runs a handler for each: what <see cref="TcpServer"/>,
/// <see cref="UnixServer"/> and the HTTP server are thin shells over. Owns its listeners and every connection from
/// accept to close. Started once, stopped once; a new one may bind the same addresses right away.
/// </summary>
/// <remarks>
/// While all places are taken, clients wait in the system's backlog, from which a successor or whoever else shares the
/// socket can take them. A place is waited for before accepting and taken after it, so that no listener reserves the last
/// one while another has clients. Two of them can accept for one place: then one client waits in here (ADR 65).
/// </remarks>
[SuppressMessage(
    "Usage",
    "CA2213:Disposable fields should be disposed",
    Justification = "Handlers that outlive the deadline still use the token and the places; both are only memory.")]
internal sealed class ConnectionServer : IAsyncDisposable
{
    private readonly IReadOnlyList<EndpointAddress> _addresses;
    private readonly SocketServerOptions _options;
    private readonly Func<Connection, CancellationToken, Task> _handler;
    private readonly Func<EndpointAddress, SocketServerOptions, IReadOnlyList<IConnectionListener>> _listen;

    /// <summary>Guards the fields below it.</summary>
    private readonly Lock _gate = new();
    private BoundListeners? _listeners;
    private readonly List<Task> _loops = [];
    private bool _isStarted;
    private bool _isClosed;

    private readonly RunSet<ConnectionRun> _runs = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Ending _stopped = new();

    /// <summary>Free places for connections; none before the start.</summary>
    private readonly SemaphoreSlim _places = new(0);

    /// <summary>A server that does nothing yet.</summary>
    /// <param name="addresses">Where to listen: TCP or Unix sockets.</param>
    /// <param name="options">Limits and callbacks.</param>
    /// <param name="handler">
    /// Serves one connection; the connection ends when it returns. Its token is cancelled when the server stops.
    /// </param>
    /// <exception cref="FormatException">An address cannot be listened on, whatever the machine.</exception>
    public ConnectionServer(
        IReadOnlyList<EndpointAddress> addresses,
        SocketServerOptions options,
        Func<Connection, CancellationToken, Task> handler)
        : this(addresses, options, handler, StreamListener.Listen)
    {
    }

    /// <summary>The same over other listeners, for tests of what the system does to a server.</summary>
    internal ConnectionServer(
        IReadOnlyList<EndpointAddress> addresses,
        SocketServerOptions options,
        Func<Connection, CancellationToken, Task> handler,
        Func<EndpointAddress, SocketServerOptions, IReadOnlyList<IConnectionListener>> listen)
    {
        foreach (EndpointAddress address in addresses)
        {
            StreamListener.Require(address);
        }

        _addresses = addresses;
        _options = options;
        _handler = handler;
        _listen = listen;
    }

    /// <summary>Where it listens, with the ports the system chose, in the order of the addresses; empty before the start.</summary>
    public IReadOnlyList<EndPoint> BoundEndPoints { get; private set; } = [];

    /// <summary>The listeners; null before the start, and once it has stopped to listen.</summary>
    public BoundListeners? Listeners
    {
        get
        {
            lock (_gate)
            {
                return _listeners;
            }
        }
    }

    /// <summary>How many connections are being served.</summary>
    public int ConnectionCount => _runs.Count;

    /// <summary>Binds every address, or none, and begins to accept.</summary>
    /// <exception cref="EndpointException">An address cannot be listened on; none is then.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        lock (_gate)
        {
            if (_isStarted || _stopping.IsCancellationRequested)
            {
                throw new InvalidOperationException("A server starts once. Construct a new one to start again.");
            }

            BoundListeners listeners = BoundListeners.Bind(_addresses, _options, _listen);
            _listeners = listeners;
            BoundEndPoints = listeners.EndPoints;
            _isStarted = true;
            _places.Release(DescriptorReserve.OfThisProcess().CapConnections(_options.MaxConnections));
            foreach (IConnectionListener listener in listeners.All)
            {
                var loop = new AcceptLoop(listener, this, _options);
                // Not on the caller's thread: a backlog that is full already would keep it here.
                _loops.Add(Task.Run(() => loop.RunAsync(_stopping.Token), CancellationToken.None));
            }

            listeners.TellPredecessor();
        }
    }

    /// <summary>
    /// Stops accepting, cancels every handler's token and waits for the handlers until <paramref name="deadline"/>;
    /// then aborts the connections that are left and returns how many they were. Never fails. May be called
    /// again, with a shorter deadline too.
    /// </summary>
    /// <param name="deadline">How long the handlers may take.</param>
    /// <param name="atDeadline">Called with their number before connections are aborted, if any are.</param>
    public async ValueTask<int> StopAsync(TimeSpan deadline, Action<int>? atDeadline = null)
    {
        // Handlers' continuations run on the thread pool, not in here one after the other. That what they have registered fails
        // must not keep the server running.
        await _stopping.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] loops;
        lock (_gate)
        {
            loops = [.. _loops];
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
        CloseListeners();
        await _runs.WaitUntilGoneAsync(deadline, _options.TimeProvider).ConfigureAwait(false);
        ConnectionRun[] left = _runs.ToArray();
        if (left.Length > 0)
        {
            atDeadline?.Invoke(left.Length);
        }

        foreach (ConnectionRun run in left)
        {
            run.Abort();
        }

        _stopped.Set();
        return left.Length;
    }

    /// <summary>
    /// Starts unless started, serves until cancelled, and stops within the options' deadline; or until somebody else has stopped it.
    /// </summary>
    /// <exception cref="EndpointException">An address cannot be listened on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
        {
            Start();
        }

        await _stopped.WaitAsync(cancellationToken).ConfigureAwait(false);
        await StopAsync(_options.StopDeadline).ConfigureAwait(false);
    }

    /// <summary>Stops at once: connections that are still served are aborted.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>Ends when there is a place for one more connection, or the server stops; takes none.</summary>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    internal ValueTask WaitForPlaceAsync() => _places.CurrentCount > 0 ? default : WaitForPlaceLaterAsync();

    /// <summary>
    /// Has a connection served that one of the listeners has accepted, once there is a place. It owes it an answer: when the server stops
    /// first, it is served beyond the limit, by one for each listener at most.
    /// </summary>
    internal async ValueTask AdmitAcceptedAsync(Connection connection)
    {
        _ = await TryTakePlaceAsync().ConfigureAwait(false);
        _ = TryServe(connection);
    }

    /// <summary>
    /// Has a connection served that somebody else has accepted, once there is a place. False when the server stops first, or has
    /// stopped: then it has been reset. Owns it from now on, either way.
    /// </summary>
    internal async Task<bool> AdmitAsync(Connection connection)
    {
        if (await TryTakePlaceAsync().ConfigureAwait(false))
        {
            return TryServe(connection);
        }

        // A reset tells the client to go elsewhere.
        connection.Abort();
        return false;
    }

    /// <summary>Has a connection served.</summary>
    internal Task HandleAsync(Connection connection)
    {
        try
        {
            return _handler(connection, _stopping.Token);
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    /// <summary>A connection's handler has failed, or was cancelled.</summary>
    internal void EndFailed(Connection connection, Task handling)
    {
        if (handling.Exception?.InnerException is not { } failure)
        {
            failure = new OperationCanceledException("The handler was cancelled.");
        }

        if (failure is OperationCanceledException && _stopping.IsCancellationRequested)
        {
            // The handler did as it was told.
            return;
        }

        // The peer must not take what it received so far for the whole.
        connection.Abort();
        Report(connection, failure);
    }

    /// <summary>Tells of what a handler, or a connection's close, has thrown.</summary>
    internal void Report(Connection connection, Exception failure) =>
        FailureCallback.Tell(_options.HandlerFailed, connection, failure);

    /// <summary>A connection has been served and closed. Once is enough.</summary>
    internal void Leave(ConnectionRun run)
    {
        if (_runs.Remove(run))
        {
            _places.Release();
        }
    }

    /// <summary>Ends when the next connection leaves.</summary>
    internal Task NextDeparture() => _runs.NextDeparture();

    private async ValueTask WaitForPlaceLaterAsync()
    {
        await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
        _places.Release();
    }

    /// <summary>Takes a place, which may be to be waited for; false when the server stops first.</summary>
    private ValueTask<bool> TryTakePlaceAsync() =>
        // A free place is taken without asking whether the server stops: who has been accepted by then is served.
        _places.Wait(0, CancellationToken.None) ? new ValueTask<bool>(true) : TryTakePlaceLaterAsync();

    private async ValueTask<bool> TryTakePlaceLaterAsync()
    {
        try
        {
            await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Has a connection served in the place that was taken for it; false, and reset, when it cannot be.</summary>
    private bool TryServe(Connection connection)
    {
        ConnectionRun? run;
        lock (_gate)
        {
            // Whoever stops has passed through this lock before it waits for those who are in.
            run = _isClosed ? null : ConnectionRun.TryEnter(_runs, this, connection);
        }

        if (run is null)
        {
            _places.Release();
            connection.Abort();
            return false;
        }

        run.Begin();
        return true;
    }

    private void CloseListeners()
    {
        lock (_gate)
        {
            foreach (IConnectionListener listener in _listeners?.All ?? [])
            {
                // Who has connected already is still served: closing a listener resets the clients in its backlog,
                // whatever they have sent.
                for (int pending = 0; pending < _options.Backlog && _places.Wait(0, CancellationToken.None); pending++)
                {
                    if (listener.TryAcceptPending() is not { } connection)
                    {
                        _places.Release();
                        break;
                    }

                    _ = TryServe(connection);
                }

                listener.Dispose();
            }

            _listeners = null;
            _isClosed = true;
        }
    }
}
