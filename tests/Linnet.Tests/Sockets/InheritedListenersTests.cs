// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>Listening on descriptors that somebody else has opened.</summary>
public sealed class InheritedListenersTests
{
    private static readonly EndpointAddress Address = EndpointAddress.Parse(
        OperatingSystem.IsLinux() ? "inherited:web" : "127.0.0.1:0");

    public InheritedListenersTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are inherited on Linux only.");

    [Theory]
    [InlineData("inherited:web", "tcp://inherited:web")]
    [InlineData("http://inherited:app.socket", "http://inherited:app.socket")]
    [InlineData("https://Inherited:*", "https://inherited:*")]
    public void Its_address_is_a_name_that_reads_back(string text, string written)
    {
        EndpointAddress address = EndpointAddress.Parse(text);
        Assert.True(address is { IsInherited: true, IsUnix: false, Port: 0 });
        Assert.Equal(written, address.ToString());
        Assert.Equal(written, EndpointAddress.Parse(address.ToString()).ToString());
    }

    [Theory]
    [InlineData("inherited:", "belongs a name", "inherited:web")]
    [InlineData("inherited:a b", "'a b' is not the name", "inherited:web")]
    [InlineData("inherited:a:b", "'a:b' is not the name", "inherited:web")]
    [InlineData("http://inherited:web/", "'web/' is not the name", "inherited:web")]
    [InlineData("http://inherited", "is no host", "inherited:web")]
    [InlineData("udp://inherited:web", "for connections", "http://inherited:web")]
    public void An_address_without_a_name_is_refused(string text, string part, string example)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => EndpointAddress.Parse(text));
        Assert.StartsWith($"'{text}' is not an address: ", refusal.Message);
        Assert.Contains(part, refusal.Message);
        Assert.Contains(example, refusal.Message);
    }

    [Fact]
    public void A_name_has_at_most_255_characters()
    {
        Assert.True(EndpointAddress.Parse("inherited:" + new string('a', 255)).IsInherited);
        Assert.Throws<FormatException>(() => EndpointAddress.Parse("inherited:" + new string('a', 256)));
    }

    [Theory]
    [InlineData("http://inherited:*", "https://inherited:secure")]
    [InlineData("https://inherited:secure", "http://inherited:*")]
    [InlineData("http://inherited:web", "https://inherited:web")]
    [InlineData("http://inherited:web", "http://inherited:web")]
    [InlineData("http://inherited:*", "http://inherited:*")]
    public async Task Two_addresses_that_would_share_a_socket_are_refused(string first, string second)
    {
        // Otherwise a client of one and the same socket is accepted at either address, and spoken to in plain text at one.
        using Socket given = Listening(AddressFamily.InterNetwork, out _);
        await using ConnectionServer server = Over(given, [first, second]);
        EndpointException refusal = Assert.Throws<EndpointException>(server.Start);
        Assert.Equal(
            $"Cannot listen on {second}: it would share sockets with {first}, and each belongs to one address. Write each name once, "
            + "and names instead of '*' where there are several addresses.",
            refusal.Message);
    }

    [Fact]
    public async Task Two_names_are_two_addresses()
    {
        using Socket given = Listening(AddressFamily.InterNetwork, out string address);
        await using ConnectionServer server = Over(given, ["http://inherited:web", "http://inherited:Web", "http://127.0.0.1:0"]);
        server.Start();
        Assert.Equal(1, await AskAsync(address));
    }

    [Fact]
    public async Task Nobody_connects_to_a_name()
    {
        FormatException refusal =
            await Assert.ThrowsAsync<FormatException>(() => Connector.ConnectAsync("inherited:web"));
        Assert.Contains("cannot be connected to", refusal.Message);
    }

    [Fact]
    [Attack("DR-04")]
    public void A_process_that_was_given_nothing_says_what_to_do()
    {
        // Tests are not started by a socket unit.
        EndpointException refusal = Assert.Throws<EndpointException>(
            () => StreamListener.Listen(Address, new SocketServerOptions()));
        Assert.Equal(
            "Cannot listen on tcp://inherited:web: the process was given no listeners: LISTEN_FDS and LISTEN_PID are not set. "
            + "Start it by a systemd socket unit, or write an address such as 127.0.0.1:8080.",
            refusal.Message);
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.Unix)]
    public async Task Who_waits_while_nobody_listens_is_served_by_the_next_start(AddressFamily family)
    {
        using Socket given = Listening(family, out string address);
        for (int turn = 0; turn < 3; turn++)
        {
            await using Connection early = await Connector.ConnectAsync(address);
            await early.SendAllAsync(new byte[] { 1, 2, 3 });
            await using ConnectionServer server = Over(given);
            server.Start();
            Assert.Equal($"{given.LocalEndPoint}", $"{Assert.Single(server.BoundEndPoints)}");
            byte[] echo = new byte[3];
            Assert.Equal(3, await early.ReceiveAsync(echo).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            await using Connection late = await Connector.ConnectAsync(address);
            await late.ExpectEchoAsync([4]);
            early.ShutdownSend();
            late.ShutdownSend();
            Assert.Equal(0, await server.StopAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task Two_that_share_a_socket_serve_all_its_clients_whichever_of_them_stops()
    {
        using Socket given = Listening(AddressFamily.InterNetwork, out string address);
        await using ConnectionServer second = Over(given);
        for (int turn = 0; turn < 20; turn++)
        {
            await using ConnectionServer first = Over(given);
            first.Start();
            if (turn == 0)
            {
                second.Start();
            }

            Task<int>[] clients = [.. Repeat(20, () => Task.Run(() => AskAsync(address)))];
            Assert.Equal(0, await first.StopAsync(TimeSpan.FromSeconds(30)));
            Assert.All(await Task.WhenAll(clients), received => Assert.Equal(1, received));
        }
    }

    [Fact]
    [Attack("DR-02")]
    public async Task Clients_of_one_that_is_full_are_served_by_another_that_shares_its_socket()
    {
        using Socket given = Listening(AddressFamily.InterNetwork, out string address);
        await using ConnectionServer full = Over(given, maxConnections: 1);
        full.Start();
        await using Connection first = await Connector.ConnectAsync(address);
        await first.ExpectEchoAsync([1]);
        List<Connection> others = [];
        for (int client = 0; client < 3; client++)
        {
            others.Add(await Connector.ConnectAsync(address));
            await others[client].SendAllAsync(new byte[] { 2 });
        }

        await first.ExpectEchoAsync([3]);
        await using ConnectionServer successor = Over(given);
        successor.Start();
        foreach (Connection other in others)
        {
            Assert.Equal(1, await other.ReceiveAsync(new byte[2]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            await other.DisposeAsync();
        }

        Assert.Equal(1, full.ConnectionCount);
        first.ShutdownSend();
        Assert.Equal(0, await full.StopAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Accepting_what_another_has_accepted_does_not_wait_for_the_next()
    {
        using Socket given = Listening(AddressFamily.InterNetwork, out _);
        IConnectionListener listener = Assert.Single(Listen(given));
        using (listener)
        {
            Assert.Null(listener.TryAcceptPending());
            SocketException failure = Assert.Throws<SocketException>(() => listener.Socket!.Socket.Accept());
            Assert.Equal(SocketError.WouldBlock, failure.SocketErrorCode);
        }
    }

    [Fact]
    [Attack("DR-04")]
    public void No_program_that_is_started_inherits_it_by_accident()
    {
        const int GetFlags = 1;
        const int Inherited = 0;
        using Socket given = Listening(AddressFamily.InterNetwork, out _);
        int number = Number(given);
        Assert.Equal(0, LinuxSocketCalls.Control(number, LinuxSocketCalls.SetDescriptorFlags, Inherited));
        ListeningSocket copy = Assert.Single(InheritedListeners.Open(Address, [new PassedDescriptor(number, "web")]));
        using (copy)
        {
            Assert.Equal(LinuxSocketCalls.DescriptorCloseOnExec, LinuxSocketCalls.Control(number, GetFlags, 0));
            Assert.Equal(
                LinuxSocketCalls.DescriptorCloseOnExec, LinuxSocketCalls.Control(Number(copy.Socket), GetFlags, 0));
        }
    }

    [Fact]
    [Attack("DR-04")]
    public void Datagrams_are_refused()
    {
        using Socket given = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        given.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        ExpectRefused(Number(given), "is not a stream socket of TCP or Unix. Write ListenStream=");
    }

    [Fact]
    [Attack("DR-04")]
    public void A_socket_that_is_only_bound_is_refused()
    {
        using Socket given = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        given.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        ExpectRefused(Number(given), "does not listen: it is a connection, or only bound. Write Accept=no");
    }

    [Fact]
    [Attack("DR-04")]
    public void A_connection_is_refused()
    {
        using Socket listening = Listening(AddressFamily.InterNetwork, out _);
        using Socket given = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        given.Connect(listening.LocalEndPoint!);
        ExpectRefused(Number(given), "does not listen: it is a connection");
    }

    [Fact]
    [Attack("DR-04")]
    public void A_file_is_refused()
    {
        using FileStream file = new(typeof(InheritedListenersTests).Assembly.Location, FileMode.Open, FileAccess.Read);
        ExpectRefused((int)file.SafeFileHandle.DangerousGetHandle(), "is not a stream socket of TCP or Unix");
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_number_that_is_no_descriptor_for_this_is_refused(int number) => ExpectRefused(number, "is not open");

    private static void ExpectRefused(int number, string part)
    {
        EndpointException refusal = Assert.Throws<EndpointException>(
            () => InheritedListeners.Open(Address, [new PassedDescriptor(number, "web")]));
        Assert.StartsWith($"Cannot listen on tcp://inherited:web: descriptor {number} ('web') ", refusal.Message);
        Assert.Contains(part, refusal.Message);
    }

    private static async Task<int> AskAsync(string address)
    {
        await using Connection client = await Connector.ConnectAsync(address);
        await client.SendAllAsync(new byte[] { 7 });
        int received = await client.ReceiveAsync(new byte[2]).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        client.ShutdownSend();
        return received;
    }

    private static IEnumerable<T> Repeat<T>(int times, Func<T> make)
    {
        for (int time = 0; time < times; time++)
        {
            yield return make();
        }
    }

    /// <summary>Serves its client whether the server stops or not.</summary>
    private static Task EchoToTheEndAsync(Connection connection, CancellationToken stopping) =>
        EchoServing.EchoAsync(connection, CancellationToken.None);

    private static ConnectionServer Over(Socket given, int maxConnections = 100) => new(
        [Address],
        new SocketServerOptions { MaxConnections = maxConnections },
        EchoToTheEndAsync,
        (_, _) => Listen(given));

    private static ConnectionServer Over(Socket given, IEnumerable<string> addresses) => new(
        [.. addresses.Select(static one => EndpointAddress.Parse(one))],
        new SocketServerOptions(),
        EchoToTheEndAsync,
        (_, _) => Listen(given));

    private static IReadOnlyList<IConnectionListener> Listen(Socket given) => StreamListener.OpenAll(
        InheritedListeners.Open(Address, [new PassedDescriptor(Number(given), "web")]), SocketTransport.Automatic);

    private static Socket Listening(AddressFamily family, out string address)
    {
        bool isUnix = family == AddressFamily.Unix;
        Socket socket = new(family, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        string name = $"linnet-{Guid.NewGuid():N}";
        socket.Bind(isUnix ? new UnixDomainSocketEndPoint($"\0{name}") : new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        address = isUnix ? $"unix:@{name}" : $"{socket.LocalEndPoint}";
        return socket;
    }

    private static int Number(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();
}
