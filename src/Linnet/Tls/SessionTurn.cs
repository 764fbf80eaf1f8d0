// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Tls;

/// <summary>
/// Lets the flow that receives and a call to end the session compute one after the other: the base library locks its
/// decryption against its encryption, but not against its shutdown, and OpenSSL takes harm when both run at once.
/// </summary>
/// <remarks>
/// The receiving flow gives its turn back whenever it waits for bytes. Whoever wants the end takes a free turn, or leaves
/// the wish for the receiving flow to fulfil; so nobody waits but for the end's own few microseconds.
/// </remarks>
/// <param name="end">Ends the session; called at most once.</param>
internal sealed class SessionTurn(Action end)
{
    private const int Free = 0;
    private const int Taken = 1;

    private int _state;
    private int _wish;

    /// <summary>The receiving flow begins to compute.</summary>
    public void Take()
    {
        SpinWait spin = default;
        while (Interlocked.CompareExchange(ref _state, Taken, Free) != Free)
        {
            spin.SpinOnce();
        }
    }

    /// <summary>The receiving flow waits, or is done.</summary>
    public void GiveBack()
    {
        Interlocked.Exchange(ref _state, Free);
        if (Volatile.Read(ref _wish) == 1)
        {
            TryEnd();
        }
    }

    /// <summary>Ends the session as soon as nobody computes. Anyone may call it, as often as he likes.</summary>
    public void EndSession()
    {
        if (Interlocked.CompareExchange(ref _wish, 1, 0) != 2)
        {
            TryEnd();
        }
    }

    private void TryEnd()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Free) != Free)
        {
            // The receiving flow has the turn, and finds the wish when it gives it back.
            return;
        }

        bool isFirst = Interlocked.Exchange(ref _wish, 2) == 1;
        try
        {
            if (isFirst)
            {
                end();
            }
        }
        finally
        {
            Interlocked.Exchange(ref _state, Free);
        }
    }
}
