// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class UnixServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    private string SocketPath => Path.Combine(_folder.FullName, "app.sock");

    private string Address => $"unix:{SocketPath}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sends_back_what_it_receives_and_removes_its_file_when_it_stops()
    {
        await using var server = new UnixServer(Address, EchoServing.EchoAsync);
        server.Start();
        await using (Connection connection = await Connector.ConnectAsync(Address))
        {
            await connection.StreamAndCompareAsync(length: 1024 * 1024, seed: 3);
        }

        Assert.True(File.Exists(SocketPath));
        await server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.False(File.Exists(SocketPath));
        EndpointException failure =
            await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync(Address));
        Assert.Contains(SocketPath, failure.Message);
        Assert.Contains("there is nothing at that address", failure.Message);
    }

    [Fact]
    public async Task An_abstract_name_needs_no_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Abstract names exist on Linux only.");
        string address = $"unix:@linnet-{Guid.NewGuid():N}";
        await using var server = new UnixServer(address, EchoServing.EchoAsync);
        server.Start();
        await using Connection connection = await Connector.ConnectAsync(address);
        await connection.ExpectEchoAsync([1, 2]);
        await using var second = new UnixServer(address, EchoServing.EchoAsync);
        Assert.Contains("another program listens on it", Assert.Throws<EndpointException>(second.Start).Message);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, false)]
    public async Task The_file_has_the_mode_that_was_asked_for(UnixFileMode mode, bool isDefault)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var server = new UnixServer(Address, EchoServing.EchoAsync)
        {
            Options = isDefault ? new() : new() { UnixSocketMode = mode },
        };
        server.Start();
        Assert.Equal(mode, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(SocketPath));
    }

    [Fact]
    public async Task A_file_that_a_dead_server_left_behind_is_replaced()
    {
        LeaveStaleSocket(SocketPath);
        Assert.True(File.Exists(SocketPath));
        await using var server = new UnixServer(Address, EchoServing.EchoAsync);
        server.Start();
        await using Connection connection = await Connector.ConnectAsync(Address);
        await connection.ExpectEchoAsync([1]);
    }

    [Fact]
    public async Task A_socket_that_somebody_listens_on_is_never_replaced()
    {
        await using var first = new UnixServer(Address, EchoServing.EchoAsync);
        first.Start();
        await using (var second = new UnixServer(Address, EchoServing.EchoAsync))
        {
            EndpointException failure = Assert.Throws<EndpointException>(second.Start);
            Assert.Equal(SocketError.AddressAlreadyInUse, failure.Code);
            Assert.Contains("another program listens on it", failure.Message);
        }

        await using Connection connection = await Connector.ConnectAsync(Address);
        await connection.ExpectEchoAsync([1]);
    }

    [Fact]
    public async Task A_socket_whose_backlog_is_full_is_not_taken_for_a_dead_one()
    {
        using var busy = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        busy.Bind(new UnixDomainSocketEndPoint(SocketPath));
        busy.Listen(0);
        using var waiting = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await waiting.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        await using var server = new UnixServer(Address, EchoServing.EchoAsync);
        Assert.Throws<EndpointException>(server.Start);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_never_replaced()
    {
        await File.WriteAllTextAsync(SocketPath, "precious");
        await using var server = new UnixServer(Address, EchoServing.EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(server.Start);
        Assert.Contains("not a socket", failure.Message);
        Assert.Equal("precious", await File.ReadAllTextAsync(SocketPath));
    }

    [Fact]
    public async Task A_folder_and_a_link_to_a_dead_socket_are_never_replaced()
    {
        Directory.CreateDirectory(SocketPath);
        await using var onFolder = new UnixServer(Address, EchoServing.EchoAsync);
        Assert.Contains("not a socket", Assert.Throws<EndpointException>(onFolder.Start).Message);

        string target = Path.Combine(_folder.FullName, "target.sock");
        string link = Path.Combine(_folder.FullName, "link.sock");
        LeaveStaleSocket(target);
        File.CreateSymbolicLink(link, target);
        await using var onLink = new UnixServer($"unix:{link}", EchoServing.EchoAsync);
        Assert.Contains("not a socket", Assert.Throws<EndpointException>(onLink.Start).Message);
        Assert.True(File.Exists(target));
    }

    [Fact]
    public async Task A_missing_folder_is_explained()
    {
        string address = $"unix:{_folder.FullName}/missing/app.sock";
        await using var server = new UnixServer(address, EchoServing.EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(server.Start);
        Assert.Equal(
            $"Cannot listen on {address}: the folder does not exist. Create it, or take a path in a folder that exists.",
            failure.Message);
    }

    private static void LeaveStaleSocket(string path)
    {
        // Moved while bound, so that closing removes nothing: what a killed process leaves behind.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + ".bound"));
        socket.Listen();
        File.Move(path + ".bound", path);
    }
}
