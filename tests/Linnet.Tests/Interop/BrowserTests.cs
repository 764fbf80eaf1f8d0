// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Tests.WebSockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>A browser without a window opens a page, whose script tells the server what it has seen.</summary>
public sealed class BrowserTests
{
    private const string SocketPage = """
        <!doctype html><title>sockets</title><script>
          const told = [], done = () => fetch("/result", { method: "POST", body: told.join("\n") });
          const socket = new WebSocket(`ws://${location.host}/echo`, ["v2", "v1"]);
          socket.binaryType = "arraybuffer";
          socket.onopen = () => {
            told.push(`open ${socket.protocol} ${socket.extensions.split(";")[0]}`);
            socket.send("Grüße ".repeat(1000));
          };
          socket.onmessage = event => {
            if (typeof event.data === "string") {
              told.push(`text ${event.data === "Grüße ".repeat(1000)}`);
              socket.send(new Uint8Array(300000).fill(7));
            } else {
              told.push(`bytes ${event.data.byteLength} ${new Uint8Array(event.data).every(value => value === 7)}`);
              socket.close(4001, "bye");
            }
          };
          socket.onclose = event => {
            told.push(`closed ${event.code} ${event.wasClean}`);
            const stranger = new WebSocket(`ws://localhost:${location.port}/echo`);
            stranger.onclose = event => { told.push(`stranger ${event.code}`); done(); };
          };
        </script>
        """;

    private const string EventPage = """
        <!doctype html><title>events</title><script>
          const told = [], events = new EventSource("/events");
          events.onopen = () => told.push("open");
          events.addEventListener("tick", event => {
            told.push(`${event.lastEventId} ${JSON.stringify(event.data)}`);
            if (event.lastEventId === "3") { events.close(); fetch("/result", { method: "POST", body: told.join("\n") }); }
          });
        </script>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task A_browser_talks_over_a_WebSocket_and_a_stranger_is_kept_out()
    {
        string told = await BrowseAsync(SocketPage, static server => server.WebSocket(
            "/echo", SocketClient.EchoAsync, new WebSocketOptions { SubProtocols = ["v1"], Compresses = true }));
        Assert.Equal("open v1 permessage-deflate\ntext true\nbytes 300000 true\nclosed 4001 true\nstranger 1006", told);
    }

    [Fact]
    public async Task A_browser_hears_events_and_comes_back_for_more()
    {
        string told = await BrowseAsync(EventPage, static server => server.Get(
            "/events", static exchange => Results.Events(EventsAsync(exchange.Request.Headers.LastEventId))));
        Assert.Equal("open\n1 \"one\\ntwo\"\n2 \" two\"\nopen\n3 \"after 2\"", told);
    }

    private static async IAsyncEnumerable<ServerSentEvent> EventsAsync(
        string? last, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (last is null)
        {
            yield return new(null) { Retry = TimeSpan.FromMilliseconds(10) };
            yield return new("one\r\ntwo") { Event = "tick", Id = "1" };
            yield return new(" two") { Event = "tick", Id = "2" };
            yield break;
        }

        yield return new($"after {last}") { Event = "tick", Id = "3" };
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    internal static async Task<string> BrowseAsync(string page, Action<HttpServer> map, HttpServerOptions? options = null)
    {
        string chromium = ForeignProgram.Find("chromium");
        TaskCompletionSource<string> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HttpServer mapped = new("http://127.0.0.1:0") { Options = options ?? new() };
        mapped.Get("/", () => Results.Html(page));
        mapped.Post("/result", async exchange =>
        {
            result.TrySetResult(await exchange.Request.ReadTextAsync());
            return Results.NoContent();
        });
        map(mapped);
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        string profile = Directory.CreateTempSubdirectory("linnet-browser-").FullName;
        try
        {
            return await BrowseAsync(chromium, profile, $"http://{server.Server.BoundEndPoints[0]}/", result.Task);
        }
        finally
        {
            await mapped.StopAsync(TimeSpan.Zero);
            Forget(profile);
        }
    }

    private static async Task<string> BrowseAsync(string chromium, string profile, string address, Task<string> result)
    {
        await using ForeignProgram browser = ForeignProgram.Start(
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-proxy-server",
            $"--user-data-dir={profile}",
            address);
        return await result.WaitAsync(Patience);
    }

    private static void Forget(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser's may still write: what is left lies among temporary files.
        }
    }
}
