// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Load.Restarts;
using Linnet.Sockets;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Load;

/// <summary>A process that takes a server's place, and one that does not.</summary>
public sealed class SuccessorTests
{
    private static bool HasEnded(string process)
    {
        try
        {
            // One that has ended and that nobody has waited for yet has no words.
            return File.ReadAllText(Path.Combine("/proc", process, "cmdline")).Length == 0;
        }
        catch (IOException)
        {
            // Not there, or gone between the opening and the reading.
            return true;
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public SuccessorTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process can be given the sockets of another on Linux only.");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Attack("DR-02")]
    public async Task No_client_notices_that_others_take_over(bool isSecured, bool isUnix)
    {
        SuccessionRun run = new(SocketTransport.Automatic, TimeSpan.FromSeconds(30), isSecured, isUnix);
        await run.RunAsync(successors: 3, clients: 6, answers: 150, Cancelled);
        Assert.Equal((0, 0), (run.Lost, run.Cut));
        Assert.Equal((0, 0, 0, 0), (run.Counts.Wrong, run.Counts.Truncated, run.Counts.Resets, run.Counts.Refused));
        Assert.Equal(4, run.Reports.Count);
        Assert.True(run.Reports[^1].Begun > 0, $"{run.Reports[^1]}");
    }

    [Fact]
    public async Task Servers_that_wait_for_nothing_are_seen_to_lose()
    {
        SuccessionRun run = new(SocketTransport.Automatic, TimeSpan.Zero, isSecured: false, isUnix: false);
        await run.RunAsync(successors: 5, clients: 6, answers: 150, Cancelled);
        Assert.NotEqual(0, run.Cut);
        Assert.NotEqual(0, run.Counts.Resets + run.Counts.Truncated);

        // Cut they are; but somebody has listened all the time.
        Assert.Equal((0, 0), (run.Counts.Wrong, run.Counts.Refused));
    }

    [Fact]
    [Attack("DR-03")]
    public async Task A_program_that_ends_before_it_listens_leaves_the_server_as_it_was()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        ProcessStartInfo start = new("sh", ["-c", "exit 7"]);
        IOException failure =
            await Assert.ThrowsAsync<IOException>(() => server.Server.StartSuccessorAsync(start, Cancelled));
        Assert.Contains("'sh' has ended with code 7 before it listened. This server goes on.", failure.Message);
        Assert.DoesNotContain(Predecessor.Variable, start.Environment.Keys);
        await ExpectServedAsync(server);
    }

    [Fact]
    [Attack("DR-03")]
    public async Task A_program_that_is_not_there_leaves_the_server_as_it_was()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        IOException failure = await Assert.ThrowsAsync<IOException>(
            () => server.Server.StartSuccessorAsync(new ProcessStartInfo("/no/such/program"), Cancelled));
        Assert.Contains("'/no/such/program' cannot be started", failure.Message);
        await ExpectServedAsync(server);
    }

    [Fact]
    [Attack("DR-03")]
    public async Task A_program_that_never_listens_is_given_up_and_ended()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        string file = Path.GetTempFileName();
        using CancellationTokenSource given = new();
        Task<Process> starting = server.Server.StartSuccessorAsync(
            new ProcessStartInfo("sh", ["-c", "echo $$ > $0; exec sleep 600", file]), given.Token);
        await Eventually.TrueAsync(() => File.ReadAllText(file).EndsWith('\n'));
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        string process = File.ReadAllText(file).Trim();
        await Eventually.TrueAsync(() => HasEnded(process));
        File.Delete(file);
        await ExpectServedAsync(server);
    }

    [Fact]
    [Attack("DR-03")]
    public async Task One_successor_is_started_at_a_time()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        using CancellationTokenSource given = new();
        Task<Process> starting =
            server.Server.StartSuccessorAsync(new ProcessStartInfo("sleep", ["600"]), given.Token);
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.Server.StartSuccessorAsync(new ProcessStartInfo("sleep", ["600"]), Cancelled));
        Assert.Contains("is being started", refusal.Message);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);

        // The next one may come to something.
        await Assert.ThrowsAsync<IOException>(() => server.Server.StartSuccessorAsync(new("false"), Cancelled));
    }

    [Fact]
    [Attack("DR-03")]
    public async Task A_server_that_is_told_to_stop_meanwhile_leaves_no_successor_behind()
    {
        string folder = Directory.CreateTempSubdirectory("linnet-").FullName;
        string told = Path.Combine(folder, "told");
        string socket = Path.Combine(folder, "socket");
        await using HttpServer server = new($"unix:{socket}", DrainHandler.Answer);
        await server.StartAsync(Cancelled);
        Task<Process> starting = server.StartSuccessorAsync(
            new ProcessStartInfo("sh", ["-c", "echo $$ > $0; exec sleep 600", told]), Cancelled);
        await Eventually.TrueAsync(() => File.Exists(told) && File.ReadAllText(told).EndsWith('\n'));
        await server.StopAsync(TimeSpan.Zero);
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => starting);
        Assert.Contains("was told to stop", refusal.Message);
        string process = File.ReadAllText(told).Trim();
        await Eventually.TrueAsync(() => HasEnded(process));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_file_stays_for_a_successor_that_is_about_to_listen_and_goes_when_it_does_not()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("linnet-").FullName, "socket");
        foreach (bool isListening in (bool[])[false, true])
        {
            ConnectionServer server = new(
                [EndpointAddress.Parse($"unix:{path}")], new SocketServerOptions(), EchoServing.EchoAsync);
            server.Start();
            BoundListeners listeners = server.Listeners!;
            Assert.True(listeners.TryBeginHandOver());
            listeners.EndHandOver(isListening);
            await server.StopAsync(TimeSpan.Zero);
            Assert.Equal(isListening, File.Exists(path));
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    [Attack("DR-04")]
    public async Task Only_the_successor_is_given_the_socket()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        string socket = SocketOf(server);
        string file = Path.GetTempFileName();
        ProcessStartInfo list = new("sh", ["-c", "ls -l /proc/self/fd > $0; echo $LINNET_LISTENERS >> $0", file]);
        await Assert.ThrowsAsync<IOException>(() => server.Server.StartSuccessorAsync(list, Cancelled));
        string seen = File.ReadAllText(file);
        Assert.Contains(socket, seen);
        Assert.Contains($"{Environment.ProcessId} ", seen);
        using Process other = Process.Start(list)!;
        await other.WaitForExitAsync(Cancelled);
        string unseen = File.ReadAllText(file);
        Assert.DoesNotContain(socket, unseen);
        Assert.DoesNotContain("%3A", unseen);
        File.Delete(file);
    }

    [Fact]
    public async Task An_address_is_passed_on_as_often_as_it_was_written()
    {
        await using HttpServer server = new(
            ["http://127.0.0.1:0", "http://localhost:0", "http://127.0.0.1:0"], DrainHandler.Answer);
        await server.StartAsync(Cancelled);
        string file = Path.GetTempFileName();
        await Assert.ThrowsAsync<IOException>(
            () => server.StartSuccessorAsync(new("sh", ["-c", "echo $LINNET_LISTENERS > $0", file]), Cancelled));
        string[] passed = File.ReadAllText(file).TrimEnd().Split(' ')[2..];
        Assert.Equal(
            ["http%3A%2F%2F127.0.0.1%3A0", "http%3A%2F%2Flocalhost%3A0", "http%3A%2F%2F127.0.0.1%3A0"],
            passed.Select(one => one.Split('=')[1]));
        Assert.Equal(server.BoundEndPoints.Count, passed.SelectMany(one => one.Split('=')[0].Split(',')).Distinct().Count());
        File.Delete(file);
    }

    [Fact]
    public async Task A_server_that_does_not_listen_has_no_successor()
    {
        HttpServer stopped = new("http://127.0.0.1:0", DrainHandler.Answer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stopped.StartSuccessorAsync(new("sh"), Cancelled));
        await using HttpServer nowhere = new([], DrainHandler.Answer);
        await nowhere.StartAsync(Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(() => nowhere.StartSuccessorAsync(new("sh"), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(
            () => nowhere.StartSuccessorAsync(new("sh") { UseShellExecute = true }, Cancelled));
    }

    [Fact]
    public async Task A_file_that_was_handed_over_outlives_its_first_owner()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("linnet-").FullName, "socket");
        await HandOverAsync(path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(File.Exists(path));

        // Nobody listens there any more, so that a server that is started afresh may have it.
        await using UnixServer server = new($"unix:{path}", EchoServing.EchoAsync);
        server.Start();
        await server.StopAsync(TimeSpan.Zero);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    // Whatever it has used is garbage when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task HandOverAsync(string path)
    {
        ConnectionServer server = new(
            [EndpointAddress.Parse($"unix:{path}")], new SocketServerOptions(), EchoServing.EchoAsync);
        server.Start();
        Assert.Single(server.Listeners!.Sockets).Socket.HandOver();
        await server.StopAsync(TimeSpan.Zero);
    }

    private static async Task ExpectServedAsync(RunningServer server) =>
        Assert.EndsWith("hello", await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

    /// <summary>The listener as /proc shows it.</summary>
    private static string SocketOf(RunningServer server)
    {
        int number = (int)server.Server.Run!.Connections.Listeners!.Sockets[0].Socket.Socket.SafeHandle.DangerousGetHandle();
        return new FileInfo($"/proc/self/fd/{number}").LinkTarget!;
    }
}
