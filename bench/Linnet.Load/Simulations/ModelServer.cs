// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Files;
using Linnet.Sockets;
using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>
/// The handler of the workload: what it answers follows from the target alone, so that every client knows it beforehand. Keeps
/// a journal of the requests it was given.
/// </summary>
internal sealed class ModelServer(SimulatedNetwork network)
{
    private readonly Dictionary<int, int> _begun = [];
    private readonly List<int> _running = [];

    /// <summary>Requests that exist in no client's mind, but in the body or the rest of another.</summary>
    public int Canaries { get; private set; }

    /// <summary>Handlers that have begun and not ended.</summary>
    public int Running => _running.Count;

    /// <summary>How often a request has been given to the handler.</summary>
    public int Begun(int request) => _begun.GetValueOrDefault(request);

    /// <summary>True while a handler has it.</summary>
    public bool IsRunning(int request) => _running.Contains(request);

    /// <summary>All that have been.</summary>
    public IReadOnlyDictionary<int, int> All => _begun;

    /// <summary>Answers.</summary>
    public async ValueTask HandleAsync(HttpExchange exchange)
    {
        string[] parts = exchange.Request.Path.Split('/');
        FileHandler? files = ModelFiles.HandlerOf(exchange.Request.Path);
        string? number = files is not null ? exchange.Request.QueryString : parts.Length == 4 ? parts[2] : null;
        if (number is null)
        {
            Canaries++;
            return;
        }

        int request = Begin(number);
        try
        {
            exchange.Response.Headers["X-Request"] = number;

            // Whoever asks for the token has the client watched; both ways are to be seen.
            CancellationToken token = network.Random.Next(2) == 0 ? exchange.Aborted : CancellationToken.None;
            await (files is not null
                ? files.HandleAsync(exchange)
                : AnswerAsync(exchange, parts[1], request, int.Parse(parts[3], CultureInfo.InvariantCulture), token));
        }
        finally
        {
            End(request);
        }
    }

    /// <summary>A handler has begun.</summary>
    public int Begin(string number)
    {
        int request = int.Parse(number, CultureInfo.InvariantCulture);
        _begun[request] = Begun(request) + 1;
        _running.Add(request);
        return request;
    }

    /// <summary>It has ended.</summary>
    public void End(int request) => _running.Remove(request);

    private async ValueTask AnswerAsync(
        HttpExchange exchange, string kind, int request, int size, CancellationToken token)
    {
        switch (kind)
        {
            case "whole":
                await exchange.Response.WriteAsync(Pattern.Of(request, size), token);
                break;
            case "parts":
                await WritePartsAsync(exchange, request, size, token);
                break;
            case "slow":
                await network.DelayAsync(TimeSpan.FromMilliseconds(size % 3000), token);
                await exchange.Response.WriteAsync(Pattern.Of(request, size), token);
                break;
            case "sum":
                await SumAsync(exchange, token);
                break;
            case "ignore":
                await exchange.Response.WriteAsync(Pattern.Of(request, size), token);
                break;
            case "throw":
                throw new DeliberateException();
            case "break":
                exchange.Response.ContentLength = size + 10;
                await exchange.Response.WriteAsync(Pattern.Of(request, size), token);
                break;
            case "upgrade":
                await EchoAsync(await exchange.UpgradeAsync("echo"));
                break;
        }
    }

    private async ValueTask WritePartsAsync(HttpExchange exchange, int request, int size, CancellationToken token)
    {
        byte[] bytes = Pattern.Of(request, size);
        for (int at = 0; at < size;)
        {
            int count = Math.Min(size - at, network.Random.Next(1, 9000));
            await exchange.Response.Body.WriteAsync(bytes.AsMemory(at, count), token);
            at += count;
            switch (network.Random.Next(6))
            {
                case 0:
                    await exchange.Response.FlushAsync(token);
                    break;
                case 1:
                    await network.DelayAsync(TimeSpan.FromMilliseconds(network.Random.Next(1, 400)), token);
                    break;
            }
        }
    }

    private static async ValueTask SumAsync(HttpExchange exchange, CancellationToken token)
    {
        byte[] buffer = new byte[1000];
        uint hash = 0;
        int total = 0;
        int read;
        while ((read = await exchange.Request.Body.ReadAsync(buffer, token)) > 0)
        {
            hash = Pattern.Hash(hash, buffer.AsSpan(0, read));
            total += read;
        }

        await exchange.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{total} {hash}"), token);
    }

    private static async ValueTask EchoAsync(Connection connection)
    {
        byte[] buffer = new byte[500];
        int received;
        while ((received = await connection.ReceiveAsync(buffer, CancellationToken.None)) > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received), CancellationToken.None);
        }
    }
}
