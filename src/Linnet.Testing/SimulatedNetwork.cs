// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>
/// A network on one thread, whose every piece, delay, order and fault is drawn from a seed: the same seed gives the same run,
/// byte for byte. A server on it, with <see cref="Time"/> as its clock, is the real one.
/// </summary>
/// <remarks>
/// What runs here must stay on the thread: no Task.Run, no timers but those of <see cref="Time"/>, no files read
/// asynchronously. Whatever touches a connection from another thread is an exception that says so.
/// </remarks>
/// <param name="seed">What everything is drawn from.</param>
/// <param name="faults">How unkind the network is.</param>
public sealed class SimulatedNetwork(ulong seed, NetworkFaults? faults = null)
{
    /// <summary>How many of the steps that could be next are drawn from.</summary>
    private const int Choice = 8;

    private const string Escaped = "A connection of a simulated network is used by another thread: run everything within Run, "
        + "and let nothing leave it (no Task.Run, no real timers, no asynchronous reading of files).";

    private readonly List<Action> _ready = [];
    private readonly Dictionary<HttpServer, SimulatedBacklog> _backlogs = [];
    private int _thread = -1;
    private int _connections;
    private int _servedEnds;
    private volatile string? _escape;

    /// <summary>What everything is drawn from.</summary>
    public ulong Seed => seed;

    /// <summary>The clock, which jumps from event to event.</summary>
    public VirtualTime Time { get; } = new();

    /// <summary>Draws from the seed: for clients that do this or that.</summary>
    public Random Random { get; } = new SeededRandom(seed);

    /// <summary>How unkind the network is.</summary>
    public NetworkFaults Faults { get; } = faults ?? new NetworkFaults();

    /// <summary>
    /// Faults so far: connections refused or lost before they are accepted, shortages of descriptors, resets, cuts, silences, stalls
    /// and jumps of the clock.
    /// </summary>
    public long FaultCount { get; private set; }

    /// <summary>Connections that servers have accepted so far.</summary>
    public int AcceptedCount { get; private set; }

    /// <summary>Times so far that bytes arrived, were received or were taken in part only, or late.</summary>
    public long SplitCount { get; private set; }

    /// <summary>Times so far that the machine was asleep, for which servers and clients lose patience alike.</summary>
    public int SleepCount { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The most steps of a run; beyond, it is taken for one that does not end.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>Ends of connections that have not been disposed.</summary>
    public int OpenEnds { get; private set; }

    /// <summary>A number for all that has happened: when, where, what, and with which bytes.</summary>
    public ulong TraceHash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Told of every event, in a line.</summary>
    public Action<string>? Traced { get; init; }

    /// <summary>Runs something to its end on this thread, and everything that comes of it.</summary>
    /// <exception cref="SimulationException">It does not end.</exception>
    public void Run(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            Task running = work();
            while (!running.IsCompleted)
            {
                if (++Steps > MaxSteps || !Step())
                {
                    throw new SimulationException($"Seed {Seed}: nothing ends after {Steps} steps and {Time.Elapsed}.");
                }

                ThrowIfEscaped();
            }

            running.GetAwaiter().GetResult();
            ThrowIfEscaped();
        }
        finally
        {
            _thread = -1;
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>
    /// Connects a client to a server. As with sockets, that a client is connected does not say that the server has accepted it.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="secure">
    /// True when the server expects TLS on it, which the client has to speak over what it is given. The base library's TLS stays on
    /// the thread when <see cref="Run"/> is called on one of the thread pool. Its bytes are drawn by itself and not from the seed:
    /// what is the same again is what befalls how many of them, as far as they are as many.
    /// </param>
    /// <exception cref="IOException">The connection is refused, by the network or by the server.</exception>
    public async Task<SimulatedConnection> ConnectAsync(HttpServer server, bool secure = false)
    {
        ArgumentNullException.ThrowIfNull(server);
        Require();
        int number = ++_connections;
        if (Happens(Faults.ClockJumps))
        {
            JumpClock(number);
        }

        if (Happens(Faults.Refusals))
        {
            CountFault(number, "refused", 0);
            throw new IOException("The connection was refused.");
        }

        (SimulatedConnection client, SimulatedConnection served) = SimulatedConnection.CreatePair(
            this, number, secure);
        Note(number, "connects", 0);
        try
        {
            await BacklogOf(server).AddAsync(client, served, secure).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Waits, and stays on the thread. Task.Delay does so too, but not when it is cancelled: then it goes on elsewhere.
    /// </summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource done = new();
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            _ => Post(() => done.TrySetCanceled(cancellationToken)), null);
        After(delay, () =>
        {
            registration.Dispose();
            done.TrySetResult();
        });
        return done.Task;
    }

    /// <summary>Stops a server, while what happens meanwhile happens. Who has connected before is accepted.</summary>
    /// <exception cref="SimulationException">It does not stop.</exception>
    public async Task<StopReport> StopAsync(HttpServer server, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(server);
        Require();
        await BacklogOf(server).AcceptAllAsync().ConfigureAwait(false);
        Task<StopReport> stopping = server.StopAsync(deadline);
        TimeSpan end = Time.Elapsed + deadline + TimeSpan.FromSeconds(60);
        while (_servedEnds > 0 && Time.Elapsed < end)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Time).ConfigureAwait(false);
        }

        return Finish(stopping);
    }

    /// <summary>An end has been made.</summary>
    internal void Hold(SimulatedConnection end)
    {
        OpenEnds++;
        _servedEnds += end.IsServed ? 1 : 0;
    }

    /// <summary>An end has been disposed.</summary>
    internal void Release(SimulatedConnection end)
    {
        OpenEnds--;
        _servedEnds -= end.IsServed ? 1 : 0;
    }

    /// <summary>A server has accepted a connection.</summary>
    internal void CountAccepted() => AcceptedCount++;

    /// <summary>Draws whether something happens.</summary>
    internal bool Happens(double probability) => probability > 0 && Random.NextDouble() < probability;

    /// <summary>Insists on the one thread.</summary>
    /// <exception cref="InvalidOperationException">It is another.</exception>
    internal void Require()
    {
        if (!IsHere())
        {
            throw new InvalidOperationException(Escaped);
        }
    }

    /// <summary>True on the one thread; on another the run fails, for those whose contract is not to throw.</summary>
    internal bool IsHere()
    {
        bool isHere = Environment.CurrentManagedThreadId == _thread;
        if (!isHere)
        {
            _escape ??= $"{Escaped}{Environment.NewLine}{Environment.StackTrace}";
        }

        return isHere;
    }

    /// <summary>Has something happen next, or after others that are ready too.</summary>
    internal void Post(Action action)
    {
        Require();
        _ready.Add(action);
    }

    /// <summary>Has something happen after a time.</summary>
    internal void After(TimeSpan delay, Action action)
    {
        Require();
        if (delay == TimeSpan.Zero)
        {
            _ready.Add(action);
            return;
        }

        Time.CreateTimer(static action => (action as Action)?.Invoke(), action, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many of the bytes that could come do come.</summary>
    internal int Part(int available)
    {
        if (available < 2 || !Happens(Faults.Splits))
        {
            return available;
        }

        SplitCount++;
        return Random.Next(3) == 0 ? Random.Next(1, available) : Random.Next(1, Math.Min(available, 16));
    }

    /// <summary>Whether something has to be waited for that could be done at once.</summary>
    internal bool Waits()
    {
        bool waits = Happens(Faults.Waits);
        SplitCount += waits ? 1 : 0;
        return waits;
    }

    /// <summary>How long bytes take.</summary>
    internal TimeSpan Delay() => Happens(Faults.Delays)
        ? TimeSpan.FromMilliseconds(Random.Next(4) == 0 ? Random.Next(1, 300) : Random.Next(1, 20))
        : TimeSpan.Zero;

    /// <summary>A fault has been injected.</summary>
    internal void CountFault(int connection, string what, long detail)
    {
        FaultCount++;
        Note(connection, what, detail);
    }

    /// <summary>Something has happened.</summary>
    internal void Note(int connection, string what, long detail)
    {
        Mix((ulong)Time.GetTimestamp());
        Mix(((ulong)connection << 32) ^ (ulong)what.Length ^ ((ulong)what[0] << 16));
        Mix((ulong)detail);
        Traced?.Invoke($"{Time.Elapsed:c} #{connection} {what} {detail}");
    }

    /// <summary>Bytes are sent.</summary>
    internal void NoteBytes(int connection, string what, ReadOnlySpan<byte> bytes)
    {
        foreach (byte item in bytes)
        {
            TraceHash = (TraceHash ^ item) * 0x100000001B3;
        }

        Note(connection, what, bytes.Length);
    }

    private static StopReport Finish(Task<StopReport> stopping)
    {
        // All that is left is on the thread pool, and touches nothing here.
        return stopping.Wait(TimeSpan.FromSeconds(30))
            ? stopping.GetAwaiter().GetResult()
            : throw new SimulationException("The server does not stop.");
    }

    private SimulatedBacklog BacklogOf(HttpServer server)
    {
        if (!_backlogs.TryGetValue(server, out SimulatedBacklog? backlog))
        {
            _backlogs.Add(server, backlog = new SimulatedBacklog(this, server));
        }

        return backlog;
    }

    private void Mix(ulong value) => TraceHash = (TraceHash ^ value ^ (value >> 29)) * 0x9E3779B97F4A7C15;

    private void ThrowIfEscaped()
    {
        if (_escape is not null)
        {
            throw new SimulationException($"Seed {Seed}: {_escape}");
        }
    }

    private bool Step()
    {
        if (_ready.Count == 0)
        {
            return Time.AdvanceToNext(long.MaxValue);
        }

        int index = Random.Next(Math.Min(_ready.Count, Choice));
        Action next = _ready[index];
        _ready.RemoveAt(index);
        next();
        return true;
    }

    private void JumpClock(int number)
    {
        if (Random.Next(2) == 0)
        {
            int hours = Random.Next(-48, 48);
            CountFault(number, "time of day moves by hours:", hours);
            Time.SetUtcNow(Time.GetUtcNow().AddHours(hours));
            return;
        }

        int seconds = Random.Next(1, 40);
        CountFault(number, "machine sleeps for seconds:", seconds);
        Post(() =>
        {
            SleepCount++;
            Time.Leap(TimeSpan.FromSeconds(seconds));
        });
    }
}
