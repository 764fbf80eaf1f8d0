// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Linnet.Fuzz.Differential;

/// <summary>Another server, in a process of its own.</summary>
internal sealed class ProcessPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly int _port;

    private ProcessPeer(Process process, int port)
    {
        _process = process;
        _port = port;
    }

    /// <summary>Kestrel, which reads the body and says the path of whatever it has no route for.</summary>
    public static Task<ProcessPeer> KestrelAsync()
    {
        string root = Path.GetFullPath(Path.Combine(Corpora.Corpus.Folder, "..", ".."));
        int port = FreePort();
        string program = Path.Combine(root, "artifacts", "bin", "Linnet.Bench.Kestrel", "release", "Linnet.Bench.Kestrel");
        return BeginAsync(new ProcessStartInfo(program, [Text(port)]), port);
    }

    /// <summary>
    /// nginx, in front of another nginx that says the path: it reads a body only for somebody behind it.
    /// </summary>
    public static async Task<ProcessPeer> NginxAsync(string folder)
    {
        int port = FreePort();
        int behind = FreePort();
        string settings = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(settings, $$"""
            user root;
            worker_processes 1;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.err;
            events { }
            http {
                access_log off;
                client_max_body_size 30m;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://127.0.0.1:{{behind}};
                        proxy_ignore_client_abort on;
                    }
                }
                server {
                    listen 127.0.0.1:{{behind}};
                    location / { return 200 "$uri"; }
                }
            }
            """);
        return await BeginAsync(new ProcessStartInfo("nginx", ["-c", settings]), port);
    }

    /// <summary>Asks it.</summary>
    public Asker Asker() => new(new IPEndPoint(IPAddress.Loopback, _port), Patience);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<ProcessPeer> BeginAsync(ProcessStartInfo command, int port)
    {
        Process process = Process.Start(command)
            ?? throw new InvalidOperationException($"{command.FileName} could not be started.");
        ProcessPeer peer = new(process, port);
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return peer;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < Start)
            {
                await Task.Delay(20);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
