// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Connections;

/// <summary>
/// Who sends the messages that wait in the send buffer when the next one is begun: the first to come, of the flow that
/// writes the next one and the flow that waits for it. The other one then waits, or has nothing to do.
/// </summary>
/// <remarks>
/// <code>
///             ┌─ TryClaim: the writer sends all there is ──▶ None
///   Waiting ──┤
///             └─ TryTake: the other flow sends ──▶ Leaving ── SettleAsync ──▶ None
/// </code>
/// While they are leaving the writer may add to the buffer and must not send, move or clear what is in it; so the two
/// flows never touch the same bytes. The alternative, to send before each handler is called, would cost every pipelined
/// request a send of its own although few handlers wait for anything.
/// </remarks>
internal sealed class EarlierMessages
{
    private const int None = 0;
    private const int Waiting = 1;
    private const int Leaving = 2;

    // What nobody ever waits for.
    private static readonly TaskCompletionSource Nothing = new();

    private int _state;
    private TaskCompletionSource _sent = Nothing;

    /// <summary>True from <see cref="TryTake"/> to the end of <see cref="SettleAsync"/>.</summary>
    public bool IsLeaving => Volatile.Read(ref _state) == Leaving;

    /// <summary>A new message begins, with others before it or none.</summary>
    public void Begin(bool areWaiting)
    {
        Debug.Assert(!IsLeaving, "The messages before have not been settled.");
        Volatile.Write(ref _state, areWaiting ? Waiting : None);
    }

    /// <summary>The writer's: true when it may send, whatever there is; false when it has to settle first.</summary>
    public bool TryClaim()
    {
        // Nearly always: nothing waits, and nobody else can make it so.
        int state = Volatile.Read(ref _state);
        return state == None
            || (state == Waiting && Interlocked.CompareExchange(ref _state, None, Waiting) == Waiting);
    }

    /// <summary>The other flow's: true when it now has to send what waits, and nothing else.</summary>
    public bool TryTake()
    {
        if (Volatile.Read(ref _state) != Waiting)
        {
            return false;
        }

        // Before the state says that there is something to wait for. Whoever waits goes on where the send ends, as after
        // every other send.
        _sent = new TaskCompletionSource();
        return Interlocked.CompareExchange(ref _state, Leaving, Waiting) == Waiting;
    }

    /// <summary>Passes the end of the send on to whoever settles.</summary>
    public void Follow(ValueTask send) => _ = FollowAsync(send, _sent);

    /// <summary>Waits until what was taken has left. Fails as the send failed.</summary>
    public async ValueTask SettleAsync()
    {
        await _sent.Task.ConfigureAwait(false);
        Volatile.Write(ref _state, None);
    }

    private static async Task FollowAsync(ValueTask send, TaskCompletionSource sent)
    {
        try
        {
            await send.ConfigureAwait(false);
            sent.SetResult();
        }
        catch (IOException exception)
        {
            sent.SetException(exception);
        }
    }
}
