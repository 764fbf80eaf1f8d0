// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet;

/// <summary>How a server is followed by another process without anybody noticing.</summary>
public static class SuccessorVerbs
{
    /// <summary>
    /// Starts a process that takes this server's place, as a new version of the program does: it is given what this one listens
    /// on, and its server at the same addresses serves that instead of binding them. Ends when it does; from then on both
    /// accept, and <see cref="HttpServer.StopAsync()"/> loses nobody. Linux only.
    /// </summary>
    /// <remarks>
    /// It has to be started directly, not by a script. The first server in it that has one of the addresses is the successor;
    /// addresses that it does not have are closed with this server.
    /// </remarks>
    /// <param name="server">The server, which runs.</param>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="cancellationToken">Gives the successor up, and ends it.</param>
    /// <returns>The process.</returns>
    /// <exception cref="IOException">It cannot be started, or has ended before it listened. This server goes on.</exception>
    /// <exception cref="InvalidOperationException">
    /// The server does not run, or listens nowhere, or a successor is being started already; or the server was told to stop before
    /// its successor listened, which was ended then.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static Task<Process> StartSuccessorAsync(
        this HttpServer server, ProcessStartInfo start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(start);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Only on Linux can a process be given the sockets of another.");
        }

        if (start.UseShellExecute)
        {
            throw new ArgumentException("A successor is started directly: set UseShellExecute to false.", nameof(start));
        }

        return server.Run is { Connections.Listeners: { Sockets.Count: > 0 } listeners } run
            ? StartAsync(run, listeners, start, cancellationToken)
            : throw new InvalidOperationException("Only a server that listens at an address has a successor. Start it first.");
    }

    private static async Task<Process> StartAsync(
        HttpServerRun run, BoundListeners listeners, ProcessStartInfo start, CancellationToken cancellationToken)
    {
        // Whoever tells a server to stop in the middle of this does not want another in its place.
        using CancellationTokenSource either = run.EndWithStop(cancellationToken);
        try
        {
            return await Successor.StartAsync(listeners, start, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                "The server was told to stop before its successor listened, which was ended.", stopped);
        }
    }
}
