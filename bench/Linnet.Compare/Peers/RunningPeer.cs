// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Compare.Peers;

/// <summary>A server that runs, in a process of its own.</summary>
internal sealed class RunningPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private RunningPeer(Peer peer, Process process, Ports ports, TimeSpan start)
    {
        Peer = peer;
        _process = process;
        Ports = ports;
        Start = start;
    }

    /// <summary>Which it is.</summary>
    public Peer Peer { get; }

    /// <summary>Where it listens.</summary>
    public Ports Ports { get; }

    /// <summary>Where it listens for HTTP.</summary>
    public int Port => Ports.Plain;

    /// <summary>How long it took from the start of the process to the first response.</summary>
    public TimeSpan Start { get; }

    /// <summary>Its processes.</summary>
    public ProcessTree Tree => new(_process.Id);

    /// <summary>Starts it and waits for its first response.</summary>
    public static async Task<RunningPeer> StartAsync(Peer peer, CancellationToken stopping)
    {
        Ports ports = Ports.Free();
        ProcessStartInfo command = peer.Command(ports);
        command.RedirectStandardOutput = true;
        long began = Stopwatch.GetTimestamp();
        Process process = Process.Start(command)
            ?? throw new InvalidOperationException($"{command.FileName} could not be started.");

        // Read, so that a server that talks is not held up by a full pipe.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        using HttpClient client = new();
        Uri address = new(ports.AddressOf("/plaintext"));
        while (!await AnswersAsync(client, address, stopping))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{peer.Name} does not answer on port {ports.Plain}.");
            }

            await Task.Delay(1, stopping);
        }

        TimeSpan start = Stopwatch.GetElapsedTime(began);
        if (peer.Paths.Any(static path => path.StartsWith(Ports.OverTls, StringComparison.Ordinal)))
        {
            await ListensAsync(ports.Secured, stopping);
        }

        return new RunningPeer(peer, process, ports, start);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Waits until a port that is bound after the first takes connections.</summary>
    private static async Task ListensAsync(int port, CancellationToken stopping)
    {
        long began = Stopwatch.GetTimestamp();
        for (bool listens = false; !listens;)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stopping);
                listens = true;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(1, stopping);
            }
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken stopping)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(address, stopping);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
