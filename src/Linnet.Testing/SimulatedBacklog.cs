// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>
/// The clients that have connected to one server of a <see cref="SimulatedNetwork"/> and wait to be accepted: none, unless its
/// system is short of descriptors. Used by the network's one thread.
/// </summary>
internal sealed class SimulatedBacklog(SimulatedNetwork network, HttpServer server)
{
    private readonly Queue<(SimulatedConnection Served, bool IsSecured)> _waiting = new();
    private bool _isShort;

    /// <summary>Takes a new connection: it is accepted, has to wait, or is lost on the way.</summary>
    /// <exception cref="IOException">The server does not run.</exception>
    public async Task AddAsync(SimulatedConnection client, SimulatedConnection served, bool isSecured)
    {
        if (server.IsReady && !_isShort && network.Happens(network.Faults.DescriptorShortages))
        {
            RunShort(served.Number);
        }

        if (_isShort)
        {
            network.Note(served.Number, "waits to be accepted", 0);
            _waiting.Enqueue((served, isSecured));
        }
        else if (network.Happens(network.Faults.AbortedAccepts))
        {
            network.CountFault(served.Number, "is lost before it is accepted", 0);
            await served.LoseAsync(client).ConfigureAwait(false);
        }
        else if (!await AcceptAsync(served, isSecured).ConfigureAwait(false))
        {
            await served.DisposeAsync().ConfigureAwait(false);
            throw new IOException("The server does not run.");
        }
    }

    /// <summary>Accepts who waits: a server does so before it stops to listen, too.</summary>
    public async Task AcceptAllAsync()
    {
        _isShort = false;
        while (_waiting.TryDequeue(out (SimulatedConnection Served, bool IsSecured) next))
        {
            await AcceptAsync(next.Served, next.IsSecured).ConfigureAwait(false);
        }
    }

    private void RunShort(int number)
    {
        int milliseconds = network.Random.Next(1, 10_000);
        network.CountFault(number, "finds no descriptor, for milliseconds:", milliseconds);
        _isShort = true;
        network.After(TimeSpan.FromMilliseconds(milliseconds), () => _ = AcceptAllAsync());
    }

    private async Task<bool> AcceptAsync(SimulatedConnection served, bool isSecured)
    {
        bool isAccepted = await server.AdmitAsync(served, isSecured).ConfigureAwait(false);
        network.Note(served.Number, isAccepted ? "is accepted" : "is not accepted", 0);
        if (isAccepted)
        {
            network.CountAccepted();
        }

        return isAccepted;
    }
}
