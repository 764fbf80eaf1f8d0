// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Sockets;
using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>
/// One seed: a server, some clients at the same time, a stop, and then a look at whether everything is as it was before.
/// </summary>
internal sealed class SimulationEpisode
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly ModelServer _model;
    private readonly List<string> _findings = [];
    private readonly Dictionary<Connection, int> _ends = [];
    private readonly HashSet<int> _answered = [];
    private int _requests;
    private int _clients;

    private SimulationEpisode(ulong seed, NetworkFaults faults, bool isSecured, Action<string>? traced)
    {
        IsSecured = isSecured;
        Network = new SimulatedNetwork(seed, faults) { Traced = traced };
        _model = new ModelServer(Network);
    }

    /// <summary>The network.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>True when every client speaks TLS.</summary>
    public bool IsSecured { get; }

    /// <summary>True once the server has been told to stop.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>What is not as it must be.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many requests clients began to send.</summary>
    public int Requests => _requests;

    /// <summary>Runs one seed to its end, on this thread.</summary>
    public static SimulationEpisode Run(
        ulong seed, NetworkFaults faults, bool isSecured = false, Action<string>? traced = null)
    {
        SimulationEpisode episode = new(seed, faults, isSecured, traced);
        int buffers = ThreadBuffers.Rented;
        try
        {
            episode.Network.Run(episode.RunAsync);
        }
        catch (SimulationException stuck)
        {
            episode.Expect(false, stuck.Message);
        }

        // The base library keeps the array in which either side makes its close_notify.
        int kept = isSecured ? 2 * episode._clients : 0;
        int lost = ThreadBuffers.Rented - buffers;
        episode.Expect(lost >= 0 && lost <= kept, $"{lost} buffers are not given back");
        return episode;
    }

    /// <summary>The number of the next request.</summary>
    public int NextRequest() => ++_requests;

    /// <summary>True while a handler has a request.</summary>
    public bool IsRunning(int request) => _model.IsRunning(request);

    /// <summary>A request has been answered in full.</summary>
    public void Answered(int request) => _answered.Add(request);

    /// <summary>Notes a finding unless something is so.</summary>
    public void Expect(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            _findings.Add(otherwise);
        }
    }

    private async Task RunAsync()
    {
        HttpServer server = new([], _model.HandleAsync)
        {
            Options = new HttpServerOptions
            {
                TimeProvider = Network.Time,
                ConnectionEnded = OnEnded,
                HandlerFailed = OnFailed,
                Certificates = IsSecured ? [ClientHandshake.Certificate] : [],
            },
        };
        new ModelConversation(Network, _model).Map(server);
        await server.StartAsync();
        _clients = Network.Random.Next(4, 24);
        Task[] all = [.. Enumerable.Range(0, _clients).Select(_ => ClientAsync(server))];
        if (Network.Random.Next(4) == 0)
        {
            // In the middle of everything.
            await Task.Delay(TimeSpan.FromMilliseconds(Network.Random.Next(1, 5000)), Network.Time);
            IsStopping = true;
        }
        else
        {
            await Task.WhenAll(all);
        }

        await Network.StopAsync(server, TimeSpan.FromHours(1));
        await Task.WhenAll(all);
        Check(server);
    }

    private async Task ClientAsync(HttpServer server)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Network.Random.Next(1, 3000)), Network.Time);
        using CancellationTokenSource patience = new(Patience, Network.Time);
        SimulatedConnection connection;
        try
        {
            connection = await Network.ConnectAsync(server, IsSecured);
        }
        catch (IOException)
        {
            // Refused, which the client sees.
            return;
        }

        await new ModelClient(this, new ClientLink(this, connection, patience.Token)).RunAsync();
    }

    private void OnEnded(Connection connection, ConnectionEnd end)
    {
        _ends[connection] = _ends.GetValueOrDefault(connection) + 1;
        Expect(_ends[connection] == 1, $"a connection has ended twice, then as {end.Cause}");
        Expect(end.Cause != ConnectionEndCause.Failed, "a connection has ended by a defect of the server's");
    }

    private void OnFailed(Exception failure) =>
        Expect(failure is DeliberateException or IOException or OperationCanceledException, $"a handler failed: {failure}");

    private void Check(HttpServer server)
    {
        Expect(_ends.Count == Network.AcceptedCount, $"{Network.AcceptedCount} connections, and {_ends.Count} ends");
        Expect(server.ConnectionCount == 0, $"{server.ConnectionCount} connections are left");
        Expect(Network.OpenEnds == 0, $"{Network.OpenEnds} ends are not closed");
        Expect(_model.Running == 0, $"{_model.Running} handlers are left");
        Expect(_model.Canaries == 0, $"{_model.Canaries} canaries were executed");
        foreach ((int request, int times) in _model.All)
        {
            Expect(request <= _requests && (times == 1 || request == 0), $"request {request} was executed {times} times");
        }

        Expect(_answered.All(request => _model.Begun(request) == 1), "a request was answered that was not executed");
    }
}
