// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>
/// One client of the workload, who holds one conversation of a kind that is drawn, and checks every byte of every answer. What
/// is not as it must be, and cannot be laid to the network, is a finding.
/// </summary>
internal sealed class ModelClient(SimulationEpisode episode, SimulatedConnection connection, CancellationToken patience)
{
    private static readonly string[] Kinds = ["whole", "parts", "slow", "whole", "throw"];

    private readonly Random _random = episode.Network.Random;
    private readonly ModelReader _reader = new(connection, episode.Network.Random, patience);
    private readonly int _sleeps = episode.Network.SleepCount;

    /// <summary>True when the network has done something for which the connection may end early.</summary>
    private bool IsExcused => connection.IsBroken || connection.HasStalled || episode.Network.SleepCount != _sleeps;

    /// <summary>Converses to the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ConverseAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            bool isFor = IsExcused || (episode.IsStopping && _reader.IsEmpty && failure is EndOfStreamException or IOException);
            episode.Expect(isFor, $"#{connection.Number}: {failure.Message}");
        }
        catch (InvalidDataException failure)
        {
            episode.Expect(false, $"#{connection.Number} is answered with what is no response: {failure.Message}");
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private Task ConverseAsync() => _random.Next(12) switch
    {
        0 or 1 or 2 => AskInTurnAsync(),
        3 or 4 => PipelineAsync(),
        5 or 6 => UploadAsync(),
        7 => UploadAfterContinueAsync(),
        8 => UpgradeAsync(),
        9 => DeceiveAsync(),
        10 => AskAndEndAsync(),
        _ => VanishAsync(),
    };

    private async Task AskInTurnAsync()
    {
        for (int left = _random.Next(1, 6); left > 0; left--)
        {
            (int request, string kind, int size) = Draw();
            await SendAsync(Head(request, kind, size));
            if (!await ExpectAsync(request, kind, size))
            {
                return;
            }
        }
    }

    private async Task PipelineAsync()
    {
        List<(int Request, string Kind, int Size)> asked = [];
        StringBuilder all = new();
        for (int left = _random.Next(2, 9); left > 0; left--)
        {
            asked.Add(Draw());
            all.Append(Head(asked[^1].Request, asked[^1].Kind, asked[^1].Size));
        }

        Task sending = SendAsync(all.ToString());
        try
        {
            foreach ((int request, string kind, int size) in asked)
            {
                if (!await ExpectAsync(request, kind, size))
                {
                    break;
                }
            }
        }
        finally
        {
            connection.ShutdownSend();
            await SettleAsync(sending);
        }
    }

    private async Task UploadAsync()
    {
        int request = episode.NextRequest();
        byte[] body = Pattern.Of(request, Size());
        string kind = _random.Next(4) == 0 ? "ignore" : "sum";
        bool chunked = _random.Next(2) == 0;
        Task sending = SendAsync(UploadHead(request, kind, chunked, body.Length, ""), chunked ? Chunked(body) : body);
        try
        {
            await ExpectSumAsync(request, kind, body);
        }
        finally
        {
            connection.ShutdownSend();
            await SettleAsync(sending);
        }
    }

    private async Task UploadAfterContinueAsync()
    {
        int request = episode.NextRequest();
        byte[] body = Pattern.Of(request, Size() + 1);
        await SendAsync(UploadHead(request, "sum", chunked: false, body.Length, "Expect: 100-continue\r\n"));
        ModelResponse interim = await _reader.ReadAsync();
        if (interim.Status == 100)
        {
            await SendAsync(body);
            await ExpectSumAsync(request, "sum", body);
            return;
        }

        episode.Expect(IsExcusedBy(interim), $"#{connection.Number} is not told to continue: {interim.Status}");
    }

    private async Task UpgradeAsync()
    {
        int request = episode.NextRequest();
        byte[] told = Pattern.Of(request, Size());
        await SendAsync(
            $"GET /upgrade/{request}/0 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
        ModelResponse response = await _reader.ReadAsync();
        if (response.Status != 101)
        {
            episode.Expect(IsExcusedBy(response), $"#{connection.Number} is not upgraded: {response.Status}");
            return;
        }

        Task sending = SendAsync(told);
        try
        {
            byte[] echoed = await _reader.TakeAsync(told.Length);
            episode.Expect(told.AsSpan().SequenceEqual(echoed), $"#{connection.Number} hears a wrong echo");
        }
        finally
        {
            connection.ShutdownSend();
            await SettleAsync(sending);
        }

        episode.Expect((await _reader.TakeRestAsync()).Length == 0, $"#{connection.Number} says more than it was told");
    }

    private async Task DeceiveAsync()
    {
        string row = HostileRows.All[_random.Next(HostileRows.All.Count)];
        Task sending = SendAsync(row + HostileRows.Canary);
        try
        {
            ModelResponse response = await _reader.ReadAsync();
            bool isRefused = response.Status is >= 400 and < 506 && response.Status != 404 && response.Closes;
            episode.Expect(isRefused, $"#{connection.Number}: {response.Status} for {row.ReplaceLineEndings("\\n")}");
            await _reader.TakeRestAsync();
        }
        finally
        {
            connection.ShutdownSend();
            await SettleAsync(sending);
        }
    }

    private async Task AskAndEndAsync()
    {
        (int request, string kind, int size) = Draw();
        await SendAsync(Head(request, kind, size));
        connection.ShutdownSend();
        await ExpectAsync(request, kind, size);
        episode.Expect((await _reader.TakeRestAsync()).Length == 0, $"#{connection.Number} is told more than it asked");
    }

    private async Task VanishAsync()
    {
        int request = episode.NextRequest();
        string all = Head(episode.NextRequest(), "slow", 2000)
            + UploadHead(request, "sum", chunked: false, 3000, "") + new string('x', 3000);

        // Reads nothing: the server may lose patience first.
        await SettleAsync(SendAsync(all[.._random.Next(all.Length)]));
        if (_random.Next(2) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(3000)), episode.Network.Time, CancellationToken.None);
        }

        if (_random.Next(2) == 0)
        {
            connection.Abort();
        }
    }

    /// <summary>True for an answer to a request that came too late, or not whole.</summary>
    private bool IsExcusedBy(ModelResponse response) => response.Status is 400 or 408 && response.Closes && IsExcused;

    /// <summary>Reads the answer to a request; false when none follows it.</summary>
    private async Task<bool> ExpectAsync(int request, string kind, int size)
    {
        ModelResponse response = await _reader.ReadAsync();
        if (IsExcusedBy(response))
        {
            return false;
        }

        bool isRight = kind == "throw"
            ? response.Status == 500
            : response.Status == 200
                && response.Request == request
                && response.Body.AsSpan().SequenceEqual(Pattern.Of(request, size));
        episode.Expect(
            isRight, $"#{connection.Number}: to {kind} {request} of {size} comes {response.Status} {response.Request} of {response.Body.Length}");
        Answered(request, isRight);
        return !response.Closes;
    }

    private async Task ExpectSumAsync(int request, string kind, byte[] body)
    {
        if (kind == "ignore")
        {
            await ExpectAsync(request, kind, 10);
            return;
        }

        ModelResponse response = await _reader.ReadAsync();
        string expected = string.Create(CultureInfo.InvariantCulture, $"{body.Length} {Pattern.Hash(0, body)}");
        bool isRight = response.Status == 200 && response.Request == request && Encoding.ASCII.GetString(response.Body) == expected;
        episode.Expect(isRight || IsExcusedBy(response), $"#{connection.Number}: wrong sum, {response.Status}");
        Answered(request, isRight);
    }

    private void Answered(int request, bool isRight)
    {
        if (isRight)
        {
            episode.Answered(request);
        }
    }

    private (int Request, string Kind, int Size) Draw() => (episode.NextRequest(), Kinds[_random.Next(Kinds.Length)], Size());

    private int Size() => _random.Next(10) == 0 ? _random.Next(1 << 17) : _random.Next(1 << _random.Next(1, 13));

    private static string Head(int request, string kind, int size) => $"GET /{kind}/{request}/{size} HTTP/1.1\r\nHost: a\r\n\r\n";

    private static string UploadHead(int request, string kind, bool chunked, int length, string more)
    {
        string framing = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}";
        return $"POST /{kind}/{request}/10 HTTP/1.1\r\nHost: a\r\n{more}{framing}\r\n\r\n";
    }

    private byte[] Chunked(byte[] body)
    {
        using MemoryStream all = new();
        for (int at = 0; at < body.Length;)
        {
            int count = Math.Min(body.Length - at, _random.Next(1, 5000));
            all.Write(Encoding.ASCII.GetBytes($"{count:x}\r\n"));
            all.Write(body, at, count);
            all.Write("\r\n"u8);
            at += count;
        }

        all.Write("0\r\n\r\n"u8);
        return all.ToArray();
    }

    private Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    private async Task SendAsync(string head, byte[] body)
    {
        await SendAsync(head);
        await SendAsync(body);
    }

    private async Task SendAsync(byte[] bytes)
    {
        int pieces = _random.Next(4);
        for (int at = 0; at < bytes.Length;)
        {
            int count = pieces-- > 0 ? _random.Next(1, bytes.Length - at + 1) : bytes.Length - at;
            await connection.SendAllAsync(bytes.AsMemory(at, count), patience);
            at += count;
            if (pieces > 0 && _random.Next(3) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 1000)), episode.Network.Time, CancellationToken.None);
            }
        }
    }

    /// <summary>Lets a send end that goes on beside the reading; whether it failed is told by what is read.</summary>
    private static async Task SettleAsync(Task sending)
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
}
