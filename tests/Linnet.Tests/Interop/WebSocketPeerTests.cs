// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Tests.Tls;
using Linnet.Tests.WebSockets;
using Linnet.WebSockets;

using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>WebSockets over TLS with the clients that most programs of others use: Python's websockets, and ws of npm.</summary>
public sealed class WebSocketPeerTests : IAsyncDisposable
{
    private const int Largest = 64 * 1024 * 1024;

    // The interface that both the version of Debian 12 and today's have.
    private const string Python = """
        import asyncio, ssl, sys, websockets
        context = ssl.create_default_context(cafile=sys.argv[2])
        large = bytes(range(256)) * (64 * 1024 * 4)
        async def talk():
            async with websockets.connect(sys.argv[1], ssl=context, max_size=None) as socket:
                extensions = getattr(socket, "extensions", None) or socket.protocol.extensions
                print("deflate", any("deflate" in type(one).__name__.lower() for one in extensions))
                await socket.send("Grüße")
                print("text", await socket.recv() == "Grüße")
                await socket.send(b"\x00\xff" * 500)
                print("binary", await socket.recv() == b"\x00\xff" * 500)
                await socket.send(["in ", "three ", "pieces"])
                print("fragments", await socket.recv() == "in three pieces")
                await socket.send(large)
                print("large", await socket.recv() == large)
                await socket.close(4001, "bye")
                print("closed", socket.close_code)
        asyncio.run(talk())
        """;

    private const string Node = """
        const WebSocket = require("ws");
        const ca = require("fs").readFileSync(process.argv[3]);
        const socket = new WebSocket(process.argv[2], { ca, perMessageDeflate: true, maxPayload: 1 << 28 });
        const large = Buffer.alloc(64 << 20, Buffer.from([1, 2, 3, 4, 5, 6, 7]));
        const steps = [
          ["text", () => socket.send("Grüße"), (data, binary) => !binary && data.toString() === "Grüße"],
          ["binary", () => socket.send(Buffer.alloc(1000, 255)), (data, binary) => binary && data.equals(Buffer.alloc(1000, 255))],
          ["fragments", () => {
            socket.send("in ", { fin: false });
            socket.send("three ", { fin: false });
            socket.send("pieces", { fin: true });
          }, data => data.toString() === "in three pieces"],
          ["large", () => socket.send(large), data => data.equals(large)],
        ];
        const title = name => name[0].toUpperCase() + name.slice(1);
        let at = 0;
        socket.on("open", () => {
          console.log("deflate", title(String(socket.extensions.includes("permessage-deflate"))));
          steps[0][1]();
        });
        socket.on("message", (data, binary) => {
          console.log(steps[at][0], title(String(steps[at][2](data, binary))));
          if (++at < steps.length) steps[at][1](); else socket.close(4001, "bye");
        });
        socket.on("close", code => console.log("closed", code));
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly HttpServer _server;

    public WebSocketPeerTests()
    {
        _server = new HttpServer("https://127.0.0.1:0", TestCertificates.Local)
        {
            Options = new HttpServerOptions { HandlerFailed = _failures.Enqueue },
        };
        _server.WebSocket("/echo", SocketClient.EchoAsync, new WebSocketOptions { MaxMessageBytes = Largest, Compresses = true });
        File.WriteAllText(Authority, TestCertificates.Authority.ExportCertificatePem());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Authority => Path.Combine(_folder.FullName, "authority.pem");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Python_with_websockets_talks_and_is_understood()
    {
        await TalkAsync(await ForeignProgram.FindPythonAsync("websockets"), "-c", Python);
    }

    [Fact]
    public async Task Node_with_ws_talks_and_is_understood()
    {
        string node = ForeignProgram.Find("node");
        string found = await ForeignProgram.RunAsync(node, "-p", "try { require.resolve('ws'); 'yes' } catch { 'no' }");
        Assert.SkipUnless(found.Trim() == "yes", "The package ws is not installed.");
        string script = Path.Combine(_folder.FullName, "client.js");
        await File.WriteAllTextAsync(script, Node, Cancelled);
        await TalkAsync(node, script);
    }

    private async Task TalkAsync(string program, params string[] arguments)
    {
        await _server.StartAsync(Cancelled);
        string told = await ForeignProgram.RunAsync(
            program, [.. arguments, $"wss://{_server.BoundEndPoints[0]}/echo", Authority]);
        Assert.Equal(
            ["deflate True", "text True", "binary True", "fragments True", "large True", "closed 4001"],
            told.ReplaceLineEndings("\n").Trim().Split('\n'));
        Assert.Empty(_failures);
    }
}
