// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Load.Serving;
using Linnet.Sockets;

namespace Linnet.Load.Slow;

/// <summary>
/// A good client before and beside many slow ones, each kind and the server in a process of its own, so that what the slow
/// clients cost is the server's work and not theirs.
/// </summary>
internal static class SlowRun
{
    /// <summary>Runs once.</summary>
    /// <param name="clients">How many slow clients.</param>
    /// <param name="requests">How often the good client asks, each time.</param>
    /// <param name="pace">The time between two of its requests.</param>
    /// <param name="transport">What carries the server's connections.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SlowResult> RunAsync(
        int clients, int requests, TimeSpan pace, SocketTransport transport, CancellationToken cancellationToken)
    {
        await using ChildProcess server = await ServeCommand.StartAsync(transport);

        await using ChildProcess other = await ServeCommand.StartAsync(transport);
        string[] addresses = [server.Greeting, other.Greeting];

        // The first requests pay for compiling the servers.
        await GoodClient.RunAsync(addresses, requests, pace, cancellationToken);
        Latencies[] quiet = await GoodClient.RunAsync(addresses, requests, pace, cancellationToken);
        await using ChildProcess slow = await ChildProcess.StartAsync(
            SlowClientsCommand.Name, server.Greeting, clients.ToString(CultureInfo.InvariantCulture));
        slow.GiveWay();

        // So do the first slow ones, who come all at once besides, as they will not again.
        await GoodClient.RunAsync(addresses, requests, pace, cancellationToken);
        Latencies[] loaded = await GoodClient.RunAsync(addresses, requests, pace, cancellationToken);
        string thrownOut = await slow.EndAsync();
        await using WireClient client = await WireClient.ConnectAsync(server.Greeting, cancellationToken);
        MemoryReport memory = MemoryReport.Parse(await client.AskAsync("/memory", cancellationToken));
        await server.EndAsync();
        await other.EndAsync();
        return new SlowResult(quiet[0], loaded[0], loaded[1], long.Parse(thrownOut, CultureInfo.InvariantCulture), memory);
    }
}
