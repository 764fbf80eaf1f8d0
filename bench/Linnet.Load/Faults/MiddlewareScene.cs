// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Routing;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>What stands around handlers: compression both ways, passwords, pages for errors, a log.</summary>
internal static class MiddlewareScene
{
    private static readonly string Text = new('t', 20_000);

    /// <summary>Plays it.</summary>
    public static async Task RunAsync(FaultEpisode episode)
    {
        AccessLog? log = null;
        bool isMade = await episode.TryAsync(() =>
        {
            log = new AccessLog(Stream.Null);
            return Task.CompletedTask;
        });
        if (!isMade || log is null)
        {
            return;
        }

        await episode.ServeAsync(() => Make(episode, log), server => UseAsync(episode, server.BoundEndPoints[0]));
        await log.DisposeAsync();
    }

    private static HttpServer Make(FaultEpisode episode, AccessLog log)
    {
        HttpServer server = new("http://127.0.0.1:0")
        {
            Options = new HttpServerOptions
            {
                Transport = SocketTransport.EventLoop,
                ConnectionEnded = episode.Options(SocketTransport.EventLoop).ConnectionEnded,
                RequestCompleted = log.Write,
                LameDuck = TimeSpan.FromMilliseconds(1),
            },
        };
        server.Use(new ErrorPages());
        server.Use(new ResponseCompression());
        server.Use(new RequestDecompression());
        server.Get("/text", static () => Results.Text(Text));
        server.Get("/throw", static exchange => throw new InvalidDataException("On purpose."));
        server.Post("/echo", static async exchange =>
            Results.Text(await exchange.Request.ReadTextAsync(cancellationToken: CancellationToken.None)));
        RouteGroup secret = server.Group("/secret");
        secret.Use(new BasicAuthentication
        {
            Realm = "faults",
            Check = static (_, _, _) => ValueTask.FromResult<ClaimsPrincipal?>(new ClaimsPrincipal(new ClaimsIdentity("basic"))),
        });
        secret.Get("/", static () => Results.Text("secret"));
        string file = Path.Combine(episode.Folder.Site, "large.txt");
        server.Get("/file", () => Results.File(file));
        return server;
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        foreach ((string path, string coding, string text) in (IEnumerable<(string, string, string)>)
            [("/text", "gzip", Text), ("/text", "br", Text), ("/file", "gzip", episode.Folder.Large)])
        {
            await episode.TalkAsync(server, false, async client =>
            {
                await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: h\r\nAccept-Encoding: {coding}\r\n\r\n");
                FaultResponse answer = await client.ReadAsync();
                if (episode.Expect(answer, 200))
                {
                    episode.Expect(Decode(answer) == text, "what was compressed is not what was said");
                }
            });
        }

        foreach (string coding in (string[])["gzip", "br", "deflate"])
        {
            await episode.TalkAsync(server, false, client => SendCodedAsync(episode, client, coding));
        }

        await episode.TalkAsync(server, false, client => HttpScene.AskAsync(
            episode, client, "GET /secret/ HTTP/1.1\r\nHost: h\r\nAuthorization: Basic YTpi\r\n\r\n", "secret"));
        await episode.TalkAsync(server, false, client =>
            HttpScene.AskAsync(episode, client, "GET /throw HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\n\r\n", null, 500));
    }

    private static async Task SendCodedAsync(FaultEpisode episode, FaultClient client, string coding)
    {
        using MemoryStream body = new();
        await using (Stream encoder = Encoder(coding, body))
        {
            await encoder.WriteAsync(Encoding.ASCII.GetBytes(Text), client.Waiting);
        }

        await client.SendAsync(
            $"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Encoding: {coding}\r\n"
                + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n"));
        await client.SendAsync(body.ToArray());
        episode.Expect(await client.ReadAsync(), 200, Text);
    }

    private static Stream Encoder(string coding, Stream to) => coding switch
    {
        "gzip" => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true),
        _ => new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true),
    };

    private static string Decode(FaultResponse answer)
    {
        using MemoryStream body = new(answer.Body);
        using Stream decoder = answer.Fields.TryGetValue("Content-Encoding", out string? coding) && coding == "br"
            ? new BrotliStream(body, CompressionMode.Decompress)
            : new GZipStream(body, CompressionMode.Decompress);
        using StreamReader reader = new(decoder);
        return reader.ReadToEnd();
    }
}
