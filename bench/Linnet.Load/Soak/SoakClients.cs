// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Soak;

/// <summary>All kinds of clients of one server, good and bad, and what became of them.</summary>
internal sealed class SoakClients(string address)
{
    private const int BodyBytes = 200_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Malformed =
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: load\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: load\r\nContent-Length: +1\r\n\r\nx",
        "GET / HTTP/1.1\r\nHost : load\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: load\r\n\r\n",
    ];

    private readonly byte[] _upload =
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"POST /upload HTTP/1.1\r\nHost: load\r\nContent-Length: {BodyBytes}\r\n\r\n")),
        .. new byte[BodyBytes],
    ];

    private long _answered;
    private long _failed;
    private long _refused;
    private long _cut;

    /// <summary>Runs until told to end.</summary>
    public Task RunAsync(CancellationToken ending) => Task.WhenAll(
        AgainAsync(KeepAsync, ending),
        AgainAsync(KeepAsync, ending),
        AgainAsync(PipelineAsync, ending),
        AgainAsync(ComeAndGoAsync, ending),
        AgainAsync(ComeAndGoAsync, ending),
        AgainAsync(UploadAsync, ending),
        AgainAsync(DownloadAsync, ending),
        AgainAsync(GiveUpAsync, ending),
        AgainAsync(MalformAsync, ending));

    /// <summary>What has become of them so far.</summary>
    public SoakResult Result(SoakSample[] samples) => new(
        Interlocked.Read(ref _answered),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _cut),
        samples);

    private async Task AgainAsync(Func<WireClient, CancellationToken, Task> useAsync, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            using CancellationTokenSource timeout = new(Patience);
            try
            {
                await using WireClient client = await WireClient.ConnectAsync(address, timeout.Token);
                await useAsync(client, timeout.Token);
            }
            catch (Exception failure) when (
                failure is IOException or EndpointException or InvalidDataException or FormatException or OperationCanceledException)
            {
                Interlocked.Increment(ref _failed);
            }

            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    private async Task KeepAsync(WireClient client, CancellationToken cancellationToken)
    {
        for (int number = 0; number < 500; number++)
        {
            await client.AskAsync("/", cancellationToken);
            Interlocked.Increment(ref _answered);
            await Task.Delay(Pace, cancellationToken);
        }
    }

    private async Task PipelineAsync(WireClient client, CancellationToken cancellationToken)
    {
        await client.SendAsync(
            string.Concat("GET / HTTP/1.1\r\nHost: load\r\n\r\n", "GET /download/1000 HTTP/1.1\r\nHost: load\r\n\r\n"), cancellationToken);
        await ReadAsync(client, 13, cancellationToken);
        await ReadAsync(client, 1000, cancellationToken);
    }

    private async Task ComeAndGoAsync(WireClient client, CancellationToken cancellationToken)
    {
        await client.SendAsync("GET / HTTP/1.1\r\nHost: load\r\nConnection: close\r\n\r\n", cancellationToken);
        await ReadAsync(client, 13, cancellationToken);
    }

    private async Task UploadAsync(WireClient client, CancellationToken cancellationToken)
    {
        await client.SendAsync(_upload, cancellationToken);
        await ReadAsync(client, 6, cancellationToken);
    }

    private async Task DownloadAsync(WireClient client, CancellationToken cancellationToken)
    {
        await client.SendAsync("GET /download/1000000 HTTP/1.1\r\nHost: load\r\n\r\n", cancellationToken);
        await ReadAsync(client, 1_000_000, cancellationToken);
    }

    // Closing with bytes unread is a reset: in the middle of an upload by turns with the middle of a download.
    private async Task GiveUpAsync(WireClient client, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _cut) % 2 == 0)
        {
            await client.SendAsync(_upload.AsMemory(0, BodyBytes / 2), cancellationToken);
            return;
        }

        await client.SendAsync("GET /download/10000000 HTTP/1.1\r\nHost: load\r\n\r\n", cancellationToken);
        await client.ReadHeadAsync(cancellationToken);
    }

    private async Task MalformAsync(WireClient client, CancellationToken cancellationToken)
    {
        await client.SendAsync(Malformed[Interlocked.Read(ref _refused) % Malformed.Length], cancellationToken);
        WireHead head = await client.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("There is no refusal.");
        if (head is not { Status: 400, SaysClose: true })
        {
            throw new InvalidDataException($"What is malformed was answered {head}.");
        }

        Interlocked.Increment(ref _refused);
    }

    private async Task ReadAsync(WireClient client, long length, CancellationToken cancellationToken)
    {
        WireHead head = await client.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("There is no answer.");
        await client.SkipBodyAsync(head.ContentLength, cancellationToken);
        if (head.Status != 200 || head.ContentLength != length)
        {
            throw new InvalidDataException($"This is not what was asked for: {head}.");
        }

        Interlocked.Increment(ref _answered);
    }
}
