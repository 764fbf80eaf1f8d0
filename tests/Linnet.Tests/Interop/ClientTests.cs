// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>Clients of others, straight at the server.</summary>
public sealed class ClientTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Curl_is_served_over_one_connection()
    {
        string curl = ForeignProgram.Find("curl");
        await using HttpServer server = await StartAsync();
        string url = $"http://{(IPEndPoint)server.BoundEndPoints[0]}";
        string[] common = ["-s", "-S", "-f", "--noproxy", "*", "-w", "|%{http_code} %{num_connects}\\n"];
        string printed = await ForeignProgram.RunAsync(
            curl,
            [
                .. common, $"{url}/a?b=c",
                "--next", .. common, "-I", "-o", "/dev/null", $"{url}/head",
                "--next", .. common, "-d", "length", $"{url}/length",
                "--next", .. common, "-H", "Transfer-Encoding: chunked", "-d", "chunked", $"{url}/chunked",
                "--next", .. common, "-H", "Expect: 100-continue", "-d", "expected", $"{url}/expected",
            ]);
        Assert.Equal(
            "GET /a?b=c |200 1\n|200 0\nPOST /length length|200 0\nPOST /chunked chunked|200 0\n"
                + "POST /expected expected|200 0\n",
            printed);
    }

    [Fact]
    public async Task The_client_of_Python_is_served_over_one_connection()
    {
        const string Script = """
            import http.client, sys
            c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=30)
            def ask(method, target, **more):
                c.request(method, target, **more)
                r = c.getresponse()
                print(r.status, r.version, r.read().decode(), c.sock is not None)
            for n in range(250):
                ask('GET', f'/{n}')
                ask('HEAD', f'/{n}')
                ask('POST', f'/{n}', body=b'l' * n)
                ask('POST', f'/{n}', body=iter([b'c' * n, b'd']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})
            """;
        string python = ForeignProgram.Find("python3");
        await using HttpServer server = await StartAsync();
        string printed = await ForeignProgram.RunAsync(
            python, "-c", Script, $"{((IPEndPoint)server.BoundEndPoints[0]).Port}");
        string[] lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1000, lines.Length);
        for (int number = 0; number < 250; number++)
        {
            Assert.Equal($"200 11 GET /{number}  True", lines[4 * number]);
            Assert.Equal("200 11  True", lines[(4 * number) + 1]);
            Assert.Equal($"200 11 POST /{number} {new string('l', number)} True", lines[(4 * number) + 2]);
            Assert.Equal($"200 11 POST /{number} {new string('c', number)}d True", lines[(4 * number) + 3]);
        }
    }

    private static async Task<HttpServer> StartAsync()
    {
        HttpServer server = new("http://127.0.0.1:0", static async exchange =>
        {
            using StreamReader body = new(exchange.Request.Body);
            string text = await body.ReadToEndAsync();
            await exchange.Response.WriteAsync($"{exchange.Request.Method} {exchange.Request.Target} {text}");
        });
        await server.StartAsync(Cancelled);
        return server;
    }
}
