// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Cli.Tests.Serving;

/// <summary>The command as systemd starts it for a socket unit, here by systemd-socket-activate, which speaks the same protocol.</summary>
public sealed class SocketUnitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_served_on_the_socket_that_it_is_given()
    {
        Assert.SkipUnless(ProcessRun.Exists("systemd-socket-activate"), "There is no systemd here.");
        string path = Path.Combine(_folder.Path, "given.sock");
        File.WriteAllText(Path.Combine(_folder.Path, "hello.txt"), "hello");
        await using ProcessRun serve = ProcessRun.Start(
            "systemd-socket-activate",
            "--listen", path, "--listen", path + "2", "--fdname", "web:admin", "--setenv", "DOTNET_ROOT",
            ProcessRun.Dotnet, ProcessRun.LinnetDll, "serve", "-l", "http://inherited:web", _folder.Path);

        // The first client is there before the program that serves it.
        Assert.Equal("hello", await AskAsync(path, "http://a/hello.txt"));
        Assert.Equal("hello", await AskAsync(path, "http://b/hello.txt"));

        // No program that it starts has either of the two: open(2), O_CLOEXEC.
        Assert.All([3, 4], number =>
            Assert.Matches(@"flags:\s+0?2\d{6}\n", File.ReadAllText($"/proc/{serve.Id}/fdinfo/{number}")));
        await serve.SignalAsync("TERM");
        Assert.Equal(0, await serve.ExitAsync());

        // It is systemd's, not the program's.
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Without_a_socket_it_says_where_to_get_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are inherited on Linux only.");
        await using ProcessRun serve = ProcessRun.StartLinnet("serve", "-l", "http://inherited:web", _folder.Path);
        Assert.Equal(1, await serve.ExitAsync());
        Assert.StartsWith(
            "linnet: Cannot listen on http://inherited:web: the process was given no listeners: LISTEN_FDS and LISTEN_PID",
            await serve.Error.ReadToEndAsync(Cancelled));
    }

    private static async Task<string> AskAsync(string path, string address)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!File.Exists(path))
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < Patience, "There is no socket.");
            await Task.Yield();
        }

        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, token) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await ConnectAsync(socket, new UnixDomainSocketEndPoint(path), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using HttpClient client = new(handler);
        return await client.GetStringAsync(new Uri(address), Cancelled).WaitAsync(Patience, Cancelled);
    }

    private static async Task ConnectAsync(Socket socket, EndPoint server, CancellationToken token)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await socket.ConnectAsync(server, token);
                return;
            }
            catch (SocketException) when (System.Diagnostics.Stopwatch.GetElapsedTime(start) < Patience)
            {
                // Bound, and not listening yet.
            }
        }
    }
}
