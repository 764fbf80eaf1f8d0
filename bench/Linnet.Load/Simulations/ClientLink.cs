// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;
using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>
/// What clients of every kind have: their end of a connection, what they draw from, how they send, and what they may lay to the
/// network.
/// </summary>
/// <param name="episode">The run it belongs to.</param>
/// <param name="wire">What the network gave it.</param>
/// <param name="patience">Ends everything that takes too long.</param>
internal sealed class ClientLink(SimulationEpisode episode, SimulatedConnection wire, CancellationToken patience)
{
    private readonly int _sleeps = episode.Network.SleepCount;
    private ModelReader? _reader;
    private Task _sent = Task.CompletedTask;

    /// <summary>The run it belongs to.</summary>
    public SimulationEpisode Episode => episode;

    /// <summary>What it converses over: what the network gave it, or TLS over that.</summary>
    public Connection Connection { get; private set; } = wire;

    /// <summary>What everything is drawn from.</summary>
    public Random Random => episode.Network.Random;

    /// <summary>What comes.</summary>
    public ModelReader Reader => _reader ??= new ModelReader(Connection, Random, patience);

    /// <summary>True when the network has done something for which the connection may end early.</summary>
    public bool IsExcused => wire.IsBroken || wire.HasStalled || episode.Network.SleepCount != _sleeps;

    /// <summary>True for an answer to a request that came too late, or not whole.</summary>
    public bool IsExcusedBy(ModelResponse response) => response.Status is 400 or 408 && response.Closes && IsExcused;

    /// <summary>Notes a finding unless something is so.</summary>
    public void Expect(bool isSo, string otherwise) => episode.Expect(isSo, $"#{wire.Number}: {otherwise}");

    /// <summary>Goes on over TLS; false when there was no agreement, which the network or a server that stops has to explain.</summary>
    public async Task<bool> TrySecureAsync()
    {
        try
        {
            Connection = await ClientHandshake.RunAsync(wire, patience);
            return true;
        }
        catch (Exception failure) when (failure is IOException or AuthenticationException or OperationCanceledException)
        {
            Expect(IsExcused || episode.IsStopping, $"the handshake failed: {failure.Message}");
            return false;
        }
    }

    /// <summary>Notes that a request has been answered in full, if it has.</summary>
    public void Answered(int request, bool isRight)
    {
        if (isRight)
        {
            episode.Answered(request);
        }
    }

    /// <summary>Reads the answer to a request that asked for a pattern; false when none follows it.</summary>
    public async Task<bool> ExpectPatternAsync(int request, string kind, int size)
    {
        ModelResponse response = await Reader.ReadAsync();
        if (IsExcusedBy(response))
        {
            return false;
        }

        bool isRight = kind == "throw"
            ? response.Status == 500
            : response.Status == 200
                && response.Request == request
                && response.Body.AsSpan().SequenceEqual(Pattern.Of(request, size));
        Expect(
            isRight, $"to {kind} {request} of {size} comes {response.Status} {response.Request} of {response.Body.Length}");
        Answered(request, isRight);
        return !response.Closes;
    }

    /// <summary>How long something is: mostly short, seldom longer than what the server buffers.</summary>
    public int DrawSize() => Random.Next(10) == 0 ? Random.Next(1 << 17) : Random.Next(1 << Random.Next(1, 13));

    /// <summary>Waits for up to so long.</summary>
    public Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Next(1, mostMilliseconds)), episode.Network.Time, CancellationToken.None);

    /// <summary>Sends text, each character a byte.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends a head and what follows it.</summary>
    public async Task SendAsync(string head, byte[] body)
    {
        await SendAsync(head);
        await SendAsync(body);
    }

    /// <summary>Sends bytes, in a few pieces and at leisure.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        TaskCompletionSource sent = new();
        _sent = sent.Task;
        try
        {
            await SendPiecesAsync(bytes);
        }
        finally
        {
            sent.SetResult();
        }
    }

    /// <summary>Ends this side's stream: under TLS only when nothing is being sent, for in between it could not say so.</summary>
    public async Task EndAsync()
    {
        if (episode.IsSecured)
        {
            await _sent;
        }

        Connection.ShutdownSend();
    }

    /// <summary>Reads while something is being sent, and ends this side's stream afterwards.</summary>
    public async Task ReadWhileAsync(Task sending, Func<Task> reading)
    {
        try
        {
            await reading();
        }
        finally
        {
            await EndAsync();
            await SettleAsync(sending);
        }
    }

    /// <summary>Lets a send end that goes on beside the reading; whether it failed is told by what is read.</summary>
    public static async Task SettleAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The server may answer before it has read everything, and close.
        }
    }

    private async Task SendPiecesAsync(byte[] bytes)
    {
        int pieces = Random.Next(4);
        for (int at = 0; at < bytes.Length;)
        {
            int count = pieces-- > 0 ? Random.Next(1, bytes.Length - at + 1) : bytes.Length - at;
            await Connection.SendAllAsync(bytes.AsMemory(at, count), patience);
            at += count;
            if (pieces > 0 && Random.Next(3) == 0)
            {
                await PauseAsync(1000);
            }
        }
    }
}
