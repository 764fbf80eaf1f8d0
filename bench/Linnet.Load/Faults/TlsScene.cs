// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Load.Reload;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Load.Faults;

/// <summary>The same over TLS, with a certificate from two files.</summary>
internal static class TlsScene
{
    private static readonly string Middle = new('m', 100_000);

    /// <summary>Plays it.</summary>
    public static async Task RunAsync(FaultEpisode episode)
    {
        RenewedFolder folder = episode.Folder.Certificate;
        (SocketTransport, Func<Certificate>)[] kinds =
        [
            (SocketTransport.EventLoop, () => Certificate.FromPem(folder.CertificatePath, folder.KeyPath)),
            (SocketTransport.Sockets, () => Certificate.FromPem(folder.CertificatePath, episode.Folder.LockedKey, FaultFolder.Password)),
            (SocketTransport.EventLoop, () => Certificate.FromPfx(episode.Folder.Pfx, FaultFolder.Password)),
        ];
        foreach ((SocketTransport transport, Func<Certificate> load) in kinds)
        {
            await episode.ServeAsync(
                () =>
                {
                    HttpServer server = new("https://127.0.0.1:0", load())
                    {
                        Options = episode.Options(transport),
                    };
                    server.Get("/", static () => Results.Text(Middle));
                    return server;
                },
                server => UseAsync(episode, server.BoundEndPoints[0]));
        }
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        for (int client = 0; client < 2; client++)
        {
            await episode.TalkAsync(server, true, async secure =>
            {
                if (await HttpScene.AskAsync(episode, secure, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", Middle))
                {
                    await HttpScene.AskAsync(
                        episode, secure, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Middle);
                }
            });
        }
    }
}
