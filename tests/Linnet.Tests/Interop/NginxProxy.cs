// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>An nginx of one process in a folder of its own, in front of one server; gone with the test.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ForeignProgram _program;

    private NginxProxy(DirectoryInfo folder, ForeignProgram program, IPEndPoint front)
    {
        _folder = folder;
        _program = program;
        Front = front;
    }

    /// <summary>Where its clients connect.</summary>
    public IPEndPoint Front { get; }

    /// <summary>
    /// A proxy for HTTP that keeps its one connection to the server open, with more lines for its location.
    /// </summary>
    public static Task<NginxProxy> ForHttpAsync(HttpServer server, string lines = "")
    {
        IPEndPoint front = ForeignProgram.FreeEndPoint();
        return StartAsync(
            front,
            "",
            folder => $$"""
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                scgi_temp_path {{folder}}/scgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                client_max_body_size 0;
                keepalive_requests 100000;
                upstream linnet {
                    server {{server.BoundEndPoints[0]}};
                    keepalive 1;
                    keepalive_requests 100000;
                }
                server {
                    listen {{front}};
                    location / {
                        proxy_pass http://linnet;
                        proxy_http_version 1.1;
                        proxy_next_upstream off;
                        proxy_set_header Host linnet;
                        {{lines}}
                    }
                }
            }
            """);
    }

    /// <summary>A proxy for streams of bytes that says in a PROXY header who its client is.</summary>
    public static Task<NginxProxy> ForStreamsAsync(HttpServer server)
    {
        const string Module = "/usr/lib/nginx/modules/ngx_stream_module.so";
        Assert.SkipUnless(File.Exists(Module), "The stream module of nginx is not installed.");
        IPEndPoint front = ForeignProgram.FreeEndPoint();
        return StartAsync(
            front,
            $"load_module {Module};",
            _ => $$"""
            stream {
                server {
                    listen {{front}};
                    proxy_pass {{server.BoundEndPoints[0]}};
                    proxy_protocol on;
                }
            }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<NginxProxy> StartAsync(IPEndPoint front, string modules, Func<string, string> block)
    {
        string program = ForeignProgram.Find("nginx");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linnet-");
        string path = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(
            path,
            $$"""
            {{modules}}
            daemon off;
            master_process off;
            pid {{folder.FullName}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 64; }
            {{block(folder.FullName)}}

            """);
        NginxProxy proxy = new(
            folder, ForeignProgram.Start(program, "-p", folder.FullName, "-e", "stderr", "-c", path), front);
        try
        {
            await proxy._program.WaitUntilListeningAsync(front);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }
}
