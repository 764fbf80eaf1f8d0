// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Load.Reload;

/// <summary>
/// Clients that connect, shake hands in full, ask once and leave, as fast as they can, while the certificate's files are
/// replaced under the server, every third time by something broken.
/// </summary>
/// <param name="transport">The server's.</param>
/// <param name="crowd">How many connections of ab ask besides.</param>
/// <param name="crowdSeconds">For how long.</param>
internal sealed class ReloadRun(SocketTransport transport, int crowd = 0, int crowdSeconds = 0)
{
    private int _failures;

    /// <summary>What the clients have seen.</summary>
    public ReloadCounts Counts { get; } = new();

    /// <summary>How often the server has told of files that it cannot use.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>How often the files were replaced.</summary>
    public int Replaced { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Runs until there have been so many handshakes, and the crowd has left.</summary>
    /// <param name="handshakes">How many, the crowd's not counted.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="pause">Between two replacements.</param>
    /// <param name="prepare">Looks at the certificate before it is served.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(
        int handshakes, int clients, TimeSpan pause, Action<Certificate> prepare, CancellationToken cancellationToken)
    {
        RenewedFolder folder = new();
        Certificate certificate = Certificate.FromPem(folder.CertificatePath, folder.KeyPath);
        prepare(certificate);
        HttpServer server = new("https://127.0.0.1:0", certificate)
        {
            Options = new HttpServerOptions
            {
                Transport = transport,
                CertificateReloadFailed = _ => Interlocked.Increment(ref _failures),
            },
        };
        await using (server)
        {
            server.Get("/", static () => "hello");
            await server.StartAsync(cancellationToken);
            IPEndPoint end = (IPEndPoint)server.BoundEndPoints[0];
            using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            long began = Stopwatch.GetTimestamp();
            Task replacing = ReplaceAsync(folder, pause, done.Token);
            ReloadClient client = new(end, folder, Counts);
            Task crowdDone = crowd == 0 ? Task.CompletedTask : new ApacheBench(Counts).RunAsync(end, crowd, crowdSeconds);
            int left = handshakes;
            await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
                async () =>
                {
                    while (Interlocked.Decrement(ref left) >= 0 || !crowdDone.IsCompleted)
                    {
                        await client.AskAsync(cancellationToken);
                    }
                },
                cancellationToken)));
            await crowdDone;
            Elapsed = Stopwatch.GetElapsedTime(began);
            await done.CancelAsync();
            await replacing;
        }

        folder.Delete();
    }

    private async Task ReplaceAsync(RenewedFolder folder, TimeSpan pause, CancellationToken stopping)
    {
        using PeriodicTimer timer = new(pause);
        try
        {
            for (; await timer.WaitForNextTickAsync(stopping); Replaced++)
            {
                if (Replaced % 3 == 1)
                {
                    folder.Break(Replaced / 3);
                }
                else
                {
                    folder.Renew();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The clients are done.
        }
    }
}
