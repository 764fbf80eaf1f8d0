// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Connections;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>
/// One scene with at most one fault: servers, clients, a stop, and a look at whether everything is as it was. A fault may cost
/// one connection, or one attempt to begin; whoever comes after it is served.
/// </summary>
internal sealed class FaultEpisode
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _findings = new();
    private readonly ConcurrentDictionary<Connection, int> _ends = new();
    private readonly ConcurrentQueue<string> _suffered = new();

    /// <summary>What is not as it must be.</summary>
    public IEnumerable<string> Findings => _findings;

    /// <summary>Who was refused, cut off or told of a fault, and how.</summary>
    public IEnumerable<string> Suffered => _suffered;

    /// <summary>A folder for the scene, which is there as long as the process.</summary>
    public required FaultFolder Folder { get; init; }

    /// <summary>Runs a scene, with one call that fails or none.</summary>
    public static async Task<FaultEpisode> RunAsync(FaultScene scene, FaultFolder folder, int site, int pass, Failure? failure)
    {
        FaultEpisode episode = new() { Folder = folder };
        Holdings holdings = new();
        CallSites.Begin(site, pass, failure);
        try
        {
            await scene.RunAsync(episode);
        }
        catch (Exception unexpected) when (IsOfTheWorld(unexpected) || unexpected is InvalidDataException)
        {
            episode.Find($"the scene ended with {unexpected}");
        }

        string left = await holdings.LeftAsync();
        episode.Expect(left.Length == 0, left);
        int allowed = CallSites.HasFailed ? 1 : 0;
        episode.Expect(
            episode._suffered.Count <= allowed,
            $"more than one suffered from one fault: {string.Join("; ", episode._suffered)}".ReplaceLineEndings(" "));
        return episode;
    }

    /// <summary>Options of a server whose ends are counted.</summary>
    public HttpServerOptions Options(SocketTransport transport) => new() { Transport = transport, ConnectionEnded = OnEnded };

    /// <summary>Serves while clients are there, and stops. Making and starting may fail once, and are tried again then.</summary>
    public async Task ServeAsync(Func<HttpServer> make, Func<HttpServer, Task> clients)
    {
        HttpServer server = await TryBeginAsync(make) ?? await TryBeginAsync(make)
            ?? throw new InvalidDataException("No server could be started, after the fault either.");
        await using (server)
        {
            await clients(server);
            await WaitForDeparturesAsync(server);
            await server.StopAsync(Deadline);
        }

        Expect(_ends.Values.All(times => times == 1), "a connection has ended more than once");
        Expect(
            _ends.Count + _suffered.Count >= Volatile.Read(ref _connected),
            $"of {_connected} connections {_ends.Count} have ended");
    }

    /// <summary>
    /// One client, from connecting to leaving. That it is refused, cut off or told of a fault of the server's is what a fault may
    /// do to one; a wrong answer or a wait without end is not.
    /// </summary>
    public async Task TalkAsync(EndPoint server, bool isSecure, Func<FaultClient, Task> says)
    {
        try
        {
            await using FaultClient client = await FaultClient.ConnectAsync(server, isSecure);
            Interlocked.Increment(ref _connected);
            await says(client);
        }
        catch (Exception visible) when (visible is IOException or SocketException or AuthenticationException)
        {
            Suffer(visible.ToString());
        }
        catch (OperationCanceledException waited)
        {
            Find($"a client waits for ever: {waited}");
        }
    }

    /// <summary>Does something of the program's own, which may fail once as the world does.</summary>
    public async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception failure) when (IsOfTheWorld(failure))
        {
            Suffer(failure.ToString());
            return false;
        }
    }

    /// <summary>Expects a response of a status, with a body unless that is null; a server's fault is told, and counts as one.</summary>
    public bool Expect(FaultResponse response, int status, string? body = null)
    {
        // 403 is what a server answers that is not allowed to write.
        bool isOfTheServer = response.Status >= 500 || (response.Status == 403 && CallSites.HasFailed);
        if (isOfTheServer && response.Status != status)
        {
            Suffer(string.Create(CultureInfo.InvariantCulture, $"status {response.Status}: {response.Text}"));
            return false;
        }

        if (response.Status != status)
        {
            Find($"the status is {response.Status}, not {status}: {response.Text}");
            return false;
        }

        bool isSo = body is null || response.Text == body;
        Expect(isSo, $"a whole answer is a wrong one: {response.Text[..Math.Min(response.Text.Length, 200)]}");
        return true;
    }

    /// <summary>Notes a finding unless something is so.</summary>
    public void Expect(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            Find(otherwise);
        }
    }

    /// <summary>Somebody was refused, cut off, or told of a fault.</summary>
    public void Suffer(string how) => _suffered.Enqueue(how);

    private int _connected;

    /// <summary>Their clients have gone, so connections end by themselves.</summary>
    private async Task WaitForDeparturesAsync(HttpServer server)
    {
        long began = Stopwatch.GetTimestamp();
        while (server.ConnectionCount > 0 && Stopwatch.GetElapsedTime(began) < Deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }

        Expect(server.ConnectionCount == 0, $"{server.ConnectionCount} connections do not end although their clients have gone");
    }

    private static bool IsOfTheWorld(Exception failure) =>
        failure is IOException or SocketException or UnauthorizedAccessException or OutOfMemoryException
            or CryptographicException or AuthenticationException;

    private async Task<HttpServer?> TryBeginAsync(Func<HttpServer> make)
    {
        HttpServer? made = null;
        bool isStarted = await TryAsync(async () =>
        {
            made = make();
            await made.StartAsync();
        });
        if (!isStarted && made is not null)
        {
            await made.DisposeAsync();
        }

        return isStarted ? made : null;
    }

    private void Find(string finding) => _findings.Enqueue(finding.ReplaceLineEndings(" "));

    private void OnEnded(Connection connection, ConnectionEnd end)
    {
        _ends.AddOrUpdate(connection, 1, static (_, times) => times + 1);
        Expect(end.Cause != ConnectionEndCause.Failed || CallSites.HasFailed, "a connection has ended by a defect of the server's");
    }
}
