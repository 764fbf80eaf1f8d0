// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>Proxies in front that say in header fields who asked them and for what.</summary>
public sealed class ForwardingProxyTests : IDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("option forwardfor", ForwardedFields.XForwardedFor)]
    [InlineData("http-request add-header Forwarded for=%ci;proto=http;host=\\\"%[req.hdr(host)]\\\"", ForwardedFields.Forwarded)]
    public async Task HAProxy_names_its_client(string option, ForwardedFields fields)
    {
        string program = ForeignProgram.Find("haproxy");
        await using HttpServer server = await StartAsync("http://127.0.0.1:0", fields);
        IPEndPoint front = ForeignProgram.FreeEndPoint();
        string configuration = Configure(
            "haproxy.cfg",
            $"""
            global
                nbthread 1
                maxconn 50
            defaults
                mode http
                timeout connect 30s
                timeout client 60s
                timeout server 60s
            listen front
                bind {front}
                {option}
                server linnet {server.BoundEndPoints[0]}

            """);
        await using ForeignProgram proxy = ForeignProgram.Start(program, "-db", "-f", configuration);
        await proxy.WaitUntilListeningAsync(front);
        Assert.Equal($"127.0.0.3 http {front}", await AskAsync(front));
    }

    [Fact]
    public async Task Nginx_names_its_client_over_a_Unix_socket()
    {
        string program = ForeignProgram.Find("nginx");
        string socket = Path.Combine(_folder.FullName, "http.sock");
        await using HttpServer server = await StartAsync(
            $"unix:{socket}",
            ForwardedFields.XForwardedFor | ForwardedFields.XForwardedProto | ForwardedFields.XForwardedHost);
        IPEndPoint front = ForeignProgram.FreeEndPoint();
        string configuration = Configure(
            "nginx.conf",
            $$"""
            daemon off;
            pid {{_folder.FullName}}/nginx.pid;
            error_log stderr;
            events { }
            http {
                access_log off;
                client_body_temp_path {{_folder.FullName}};
                proxy_temp_path {{_folder.FullName}};
                fastcgi_temp_path {{_folder.FullName}};
                uwsgi_temp_path {{_folder.FullName}};
                scgi_temp_path {{_folder.FullName}};
                server {
                    listen {{front}};
                    location / {
                        proxy_pass http://unix:{{socket}};
                        proxy_http_version 1.1;
                        proxy_set_header Host inside;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Host $http_host;
                    }
                }
            }

            """);
        await using ForeignProgram proxy = ForeignProgram.Start(
            program, "-c", configuration, "-p", _folder.FullName, "-g", "master_process off;");
        await proxy.WaitUntilListeningAsync(front);
        Assert.Equal($"127.0.0.3 http {front}", await AskAsync(front));
    }

    private static async Task<HttpServer> StartAsync(string address, ForwardedFields fields)
    {
        HttpServer server = new(address, SayOriginAsync)
        {
            Options = new HttpServerOptions
            {
                TrustedProxies = new TrustedPeers(IPNetwork.Parse("127.0.0.1/32")) { IncludesUnixSockets = true },
                ForwardedFields = fields,
            },
        };
        await server.StartAsync(Cancelled);
        return server;
    }

    /// <summary>Asks from 127.0.0.3, claiming to be somebody else in every way there is.</summary>
    private static async Task<string> AskAsync(IPEndPoint front)
    {
        using HttpClient client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
                await socket.ConnectAsync(front, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"http://{front}/"));
        Assert.True(request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9, 127.0.0.1"));
        Assert.True(request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https"));
        Assert.True(request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example"));
        Assert.True(request.Headers.TryAddWithoutValidation("Forwarded", "for=203.0.113.9;proto=https;host=\"evil"));
        using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    private static ValueTask SayOriginAsync(HttpExchange exchange)
    {
        HttpRequest request = exchange.Request;
        return exchange.Response.WriteAsync($"{request.ClientAddress} {request.Scheme} {request.Authority}");
    }

    private string Configure(string name, string content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
