// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// One connection from its admission to its one <see cref="ConnectionEnd"/>: waits for requests, has each answered by a driver
/// that it borrows for as long as there is something to do, and lets the client see the end. RFC 9112 §9.
/// </summary>
internal static class Http1Connection
{
    /// <summary>Serves a connection to its end, which it reports; never throws. The connection stays its owner's.</summary>
    public static Task RunAsync(Connection connection, ServerContext context)
    {
        ActiveConnection active = new(connection, context) { IsCounted = ServerMetrics.TryAddConnection() };
        if (context.Admission.TryEnter(active))
        {
            return ServeAsync(active);
        }

        if (context.Settings.AnswersWhenFull)
        {
            return TurnAwayAsync(active);
        }

        connection.Abort();
        End(active, ConnectionEndCause.ServerFull);
        return Task.CompletedTask;
    }

    // The one flow that lasts as long as the connection. Its waiting is in here, and not in a method of its own, because a
    // method that waits has an object for it.
    private static async Task ServeAsync(ActiveConnection active)
    {
        ConnectionEndCause? cause = null;
        try
        {
            while (cause is null)
            {
                bool isThere = false;
                bool hasEnded = false;
                active.BeginIdle();
                try
                {
                    ValueTask<bool> arrival = active.Connection.WaitIdleAsync();
                    active.HeadsAtOnce = arrival.IsCompleted ? active.HeadsAtOnce : 0;
                    isThere = await arrival.ConfigureAwait(false);
                    hasEnded = !isThere;
                }
                catch (OperationCanceledException)
                {
                    // Its time is up, or a clock was late to say so of the wait before.
                }

                bool isInTime = active.EndIdle();
                if (isThere)
                {
                    // What has come counts, though its time was up in the same moment.
                    cause = await AnswerAsync(active).ConfigureAwait(false);
                }
                else if (hasEnded)
                {
                    cause = await LeaveAsync(active, active.CloseEnded()).ConfigureAwait(false);
                }
                else if (!isInTime)
                {
                    cause = await LeaveAsync(active, active.CloseIdle()).ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            cause = active.EndFailed();
        }
        catch (Exception exception)
        {
            // A defect of ours must not take the process along, nor leave the client waiting.
            active.Abort();
            active.Context.HandlerFailed(exception);
            cause = ConnectionEndCause.Failed;
        }

        active.Context.Admission.Leave(active);
        End(active, cause.Value);
    }

    /// <summary>Answers what has come; null when the connection can wait for more.</summary>
    private static ValueTask<ConnectionEndCause?> AnswerAsync(ActiveConnection active)
    {
        Http1Drivers drivers = active.Context.Drivers;
        Http1Driver driver = drivers.Lend(active);
        ValueTask<ConnectionEndCause?> answering = driver.RunAsync();
        if (!answering.IsCompletedSuccessfully)
        {
            return AnswerLaterAsync(answering, driver, active);
        }

        drivers.TakeBack(driver);
        return answering.Result is { } cause ? LeaveAsync(active, cause) : default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ConnectionEndCause?> AnswerLaterAsync(
        ValueTask<ConnectionEndCause?> answering, Http1Driver driver, ActiveConnection active)
    {
        ConnectionEndCause? cause = await answering.ConfigureAwait(false);
        active.Context.Drivers.TakeBack(driver);
        return cause is { } end ? await LeaveAsync(active, end).ConfigureAwait(false) : null;
    }

    /// <summary>The end of the connection has come: lets the client see it, where our side's stream has ended.</summary>
    private static async ValueTask<ConnectionEndCause?> LeaveAsync(ActiveConnection active, ConnectionEndCause cause)
    {
        if (active.Patience > TimeSpan.Zero)
        {
            try
            {
                await LingerAsync(active).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The peer has what it wanted, or has given up; the connection has ended for a reason of its own.
            }
        }

        return cause;
    }

    /// <summary>
    /// Waits until the client has ended its stream too, or its time is up, and only then lets the owner close. RFC 9112 §9.6.
    /// </summary>
    /// <remarks>
    /// Closing with bytes unreceived makes the system reset the connection, and a reset overtakes the response. So our side
    /// has ended, and what comes is read away until the peer has ended its own. It is looked at by nobody. As in Apache,
    /// whether or not something has come, for that is not known in time; save for a client that has itself said that it sends no
    /// more. The wait holds no memory: when a server stops, all its connections are here at once.
    /// </remarks>
    private static async ValueTask LingerAsync(ActiveConnection active)
    {
        Clock clock = active.Context.Clock;
        long deadline = clock.Now + (long)active.Patience.TotalMilliseconds;
        bool isInTime = true;
        while (isInTime)
        {
            if (active.IsAtItsWord && active.Connection.HasReceivedAll())
            {
                return;
            }

            // A client that has said its last is looked at with every tick.
            long end = active.IsAtItsWord ? Math.Min(deadline, clock.Now + Clock.TickMilliseconds) : deadline;
            active.BeginWait(end, WaitKind.Leave);
            try
            {
                if (!await active.Connection.WaitIdleAsync().ConfigureAwait(false))
                {
                    return;
                }

                break;
            }
            catch (OperationCanceledException)
            {
                // As above.
            }
            finally
            {
                isInTime = active.EndWait() || clock.Now < deadline;
            }
        }

        if (isInTime)
        {
            Http1Driver driver = active.Context.Drivers.Lend(active);
            try
            {
                await driver.ReadAwayAsync(deadline).ConfigureAwait(false);
            }
            finally
            {
                active.Context.Drivers.TakeBack(driver);
            }
        }
    }

    /// <summary>Answers that there is no room, before anything is read, and closes.</summary>
    private static async Task TurnAwayAsync(ActiveConnection active)
    {
        Http1Driver driver = active.Context.Drivers.Lend(active);
        try
        {
            await driver.TurnAwayAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Whoever did not wait for the answer does not need it.
        }
        finally
        {
            active.Context.Drivers.TakeBack(driver);
        }

        await LeaveAsync(active, ConnectionEndCause.ServerFull).ConfigureAwait(false);
        End(active, ConnectionEndCause.ServerFull);
    }

    private static void End(ActiveConnection active, ConnectionEndCause cause)
    {
        active.End();
        if (active.IsCounted)
        {
            ServerMetrics.RemoveConnection();
        }

        active.Context.Ended(active.Connection, new ConnectionEnd(cause, active.Rejection, active.Requests));
    }
}
