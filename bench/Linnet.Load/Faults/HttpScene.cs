// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>Requests and bodies of every kind over plain connections.</summary>
internal static class HttpScene
{
    private const int LargeBytes = 6 * 1024 * 1024;

    private static readonly string Large = new('l', LargeBytes);
    private static readonly string Middle = new('m', 40_000);

    /// <summary>Plays it.</summary>
    public static Task RunAsync(FaultEpisode episode, SocketTransport transport) =>
        episode.ServeAsync(() => Make(episode, transport), server => UseAsync(episode, server.BoundEndPoints[0]));

    /// <summary>Asks once, and expects a body.</summary>
    public static async Task<bool> AskAsync(FaultEpisode episode, FaultClient client, string request, string? body, int status = 200)
    {
        await client.SendAsync(request);
        bool isHead = request.StartsWith("HEAD", StringComparison.Ordinal);
        return episode.Expect(await client.ReadAsync(isHead), status, body);
    }

    private static HttpServer Make(FaultEpisode episode, SocketTransport transport)
    {
        HttpServer server = new("http://127.0.0.1:0") { Options = episode.Options(transport) };
        server.Get("/small", static () => Results.Text("small"));
        server.Get("/large", static () => Results.Text(Large));
        server.Get("/parts", static async exchange =>
        {
            for (int part = 0; part < 4; part++)
            {
                await exchange.Response.WriteAsync(Middle, CancellationToken.None);
            }
        });
        server.Get("/stream", static () => Results.Stream(new MemoryStream(Encoding.ASCII.GetBytes(Middle))));
        server.Get("/query/{name}", static exchange =>
            Results.Text($"{exchange.Request.Query["a"]} {exchange.Request.Cookies["c"]} {exchange.Request.Path}"));
        server.Get("/events", static () => Results.Events(static async events =>
        {
            await events.SendAsync("one", events.Ended);
            await events.SendAsync("two", events.Ended);
        }));
        server.Post("/echo", static async exchange =>
            Results.Text(await exchange.Request.ReadTextAsync(cancellationToken: CancellationToken.None)));
        server.Post("/form", static async exchange =>
        {
            Form form = await exchange.Request.ReadFormAsync(
                static async part => await part.Body.CopyToAsync(Stream.Null, CancellationToken.None), CancellationToken.None);
            return Results.Text($"{form["a"]}");
        });
        server.Get("/abort", static exchange =>
        {
            exchange.Response.Abort();
            return ValueTask.CompletedTask;
        });
        server.Get("/block", static () =>
        {
            // So long that the loop is taken from the thread.
            using ManualResetEventSlim never = new();
            never.Wait(20, CancellationToken.None);
            return Results.Text("late");
        });
        server.Post("/upgrade", static async exchange =>
        {
            Connection connection = await exchange.UpgradeAsync("echo");
            byte[] buffer = new byte[16];
            for (int read; (read = await connection.ReceiveAsync(buffer, CancellationToken.None)) > 0;)
            {
                await connection.SendAllAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
        });
        return server;
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        // Somebody who was there before and stays: no fault of another's connection may be theirs.
        await episode.TalkAsync(server, false, async bystander =>
        {
            bool isServed = await AskAsync(episode, bystander, "GET /small HTTP/1.1\r\nHost: h\r\n\r\n", "small");
            await episode.TalkAsync(server, false, client => BodiesAsync(episode, client));
            await episode.TalkAsync(server, false, client => FormsAsync(episode, client));
            await episode.TalkAsync(server, false, client => StreamsAsync(episode, client));
            await episode.TalkAsync(server, false, client => LargeAsync(episode, client));
            await episode.TalkAsync(server, false, client => EndAsync(episode, client));
            await episode.TalkAsync(server, false, client => RefuseAsync(episode, client));
            await episode.TalkAsync(server, false, UpgradeAsync);
            await episode.TalkAsync(server, false, client => BlockAsync(episode, client));
            if (isServed)
            {
                await AskAsync(episode, bystander, "GET /small HTTP/1.1\r\nHost: h\r\n\r\n", "small");
            }
        });
    }

    private static async Task BodiesAsync(FaultEpisode episode, FaultClient client)
    {
        await client.SendAsync(string.Concat(Enumerable.Repeat("GET /small HTTP/1.1\r\nHost: h\r\n\r\n", 3)));
        for (int answer = 0; answer < 3; answer++)
        {
            if (!episode.Expect(await client.ReadAsync(), 200, "small"))
            {
                return;
            }
        }

        string length = Middle.Length.ToString(CultureInfo.InvariantCulture);
        if (await AskAsync(episode, client, $"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{Middle}", Middle)
            && await AskAsync(
                episode,
                client,
                $"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\nT: v\r\n\r\n",
                "firstsecond")
            && await AskAsync(
                episode, client, "POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab", "ab"))
        {
            // Nobody reads this body.
            await AskAsync(
                episode, client, $"POST /none HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{Middle}", null, 404);
        }
    }

    private static async Task FormsAsync(FaultEpisode episode, FaultClient client)
    {
        const string Parts = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n\r\nfile\r\n--b--\r\n";
        const string Fields = "Content-Type: application/x-www-form-urlencoded\r\n";
        string long1 = new('h', 7000);
        if (await AskAsync(episode, client, $"POST /form HTTP/1.1\r\nHost: h\r\n{Fields}Content-Length: 7\r\n\r\na=1&b=2", "1")
            && await AskAsync(
                episode,
                client,
                "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Parts.Length}\r\n\r\n{Parts}"),
                "1"))
        {
            await AskAsync(
                episode,
                client,
                $"GET /query/%41%2fb?a=%31&d=2 HTTP/1.1\r\nHost: h\r\nCookie: c=3; d=4\r\nX-Long: {long1}\r\n\r\n",
                null);
        }
    }

    private static async Task StreamsAsync(FaultEpisode episode, FaultClient client)
    {
        if (await AskAsync(episode, client, "GET /parts HTTP/1.1\r\nHost: h\r\n\r\n", string.Concat(Enumerable.Repeat(Middle, 4)))
            && await AskAsync(episode, client, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n", Middle)
            && await AskAsync(episode, client, "HEAD /small HTTP/1.1\r\nHost: h\r\n\r\n", null))
        {
            await AskAsync(episode, client, "GET /events HTTP/1.1\r\nHost: h\r\n\r\n", "data: one\n\ndata: two\n\n");
        }
    }

    private static async Task LargeAsync(FaultEpisode episode, FaultClient client)
    {
        await client.SendAsync("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
        episode.Expect(await client.ReadAsync(), 200, Large);
    }

    /// <summary>Ends its half, and still gets its answer.</summary>
    private static async Task EndAsync(FaultEpisode episode, FaultClient client)
    {
        await client.SendAsync("GET /small HTTP/1.1\r\nHost: h\r\n\r\n");
        client.EndSending();
        episode.Expect(await client.ReadAsync(), 200, "small");
    }

    private static async Task RefuseAsync(FaultEpisode episode, FaultClient client)
    {
        await client.SendAsync("GET /small HTTP/1.1\r\nHost : h\r\n\r\n");
        episode.Expect(await client.ReadAsync(), 400);
    }

    /// <summary>A handler that blocks, and one that gives up.</summary>
    private static async Task BlockAsync(FaultEpisode episode, FaultClient client)
    {
        if (!await AskAsync(episode, client, "GET /block HTTP/1.1\r\nHost: h\r\n\r\n", "late"))
        {
            return;
        }

        await client.SendAsync("GET /abort HTTP/1.1\r\nHost: h\r\n\r\n");
        try
        {
            await client.ReadAsync();
            episode.Expect(false, "there is an answer to what was aborted");
        }
        catch (IOException)
        {
            // As it should be.
        }
    }

    private static async Task UpgradeAsync(FaultClient client)
    {
        await client.SendAsync("POST /upgrade HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
        if ((await client.ReadAsync()).Status != 101)
        {
            throw new EndOfStreamException("There was no upgrade.");
        }

        await client.SendAsync("hello");
        await client.ReadExactlyAsync(5);
    }
}
