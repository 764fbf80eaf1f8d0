// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>What a successor reads of the server that has started it.</summary>
public sealed class PredecessorTests
{
    [Fact]
    [Attack("DR-04")]
    public void What_is_written_is_for_a_child_and_for_nobody_else()
    {
        string text = Predecessor.Write(4711, 91, [new("http://localhost:80", [86, 87]), new("http://unix:/a b=c%", [88])]);
        Assert.Equal("4711 91 86,87=http%3A%2F%2Flocalhost%3A80 88=http%3A%2F%2Funix%3A%2Fa%20b%3Dc%25", text);
        Assert.True(Predecessor.TryRead(text, parent: 4711, out _));
        Assert.False(Predecessor.TryRead(text, parent: 4712, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("4711 x")]
    [InlineData("x 91")]
    [InlineData("4711 91 87")]
    [InlineData("4711 91 x=a")]
    [InlineData("4711 91 -1=a")]
    [InlineData("4711 91  87=a")]
    [InlineData("4711 91 87,=a")]
    [InlineData("4711 91 87,x=a")]
    public void Anything_else_is_ignored(string? text) => Assert.False(Predecessor.TryRead(text, parent: 4711, out _));

    [Theory]
    [InlineData("4711 2")]
    [InlineData("4711 91 0=a")]
    [InlineData("4711 91 87,0=a")]
    [Attack("DR-04")]
    public void The_standard_streams_are_never_meant(string text) =>
        Assert.False(Predecessor.TryRead(text, parent: 4711, out _));

    [Fact]
    public void Listeners_are_taken_by_their_address_and_again_by_a_second_try_to_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are passed on on Linux only.");
        using Socket first = Listening();
        using Socket second = Listening();
        Predecessor predecessor = Read([new("http://localhost:0", [Copy(first.SafeHandle), Copy(second.SafeHandle)])]);
        Assert.Empty(predecessor.Take(EndpointAddress.Parse("https://localhost:0")));
        for (int turn = 0; turn < 2; turn++)
        {
            ListeningSocket[] taken = [.. predecessor.Take(EndpointAddress.Parse("http://localhost:0"))];
            Assert.Equal(
                [first.LocalEndPoint, second.LocalEndPoint],
                taken.Select(one => one.EndPoint));
            Array.ForEach(taken, one => one.Dispose());
        }
    }

    [Fact]
    public void An_address_that_is_written_twice_takes_each_of_its_sockets_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are passed on on Linux only.");
        using Socket first = Listening();
        using Socket second = Listening();
        EndpointAddress written = EndpointAddress.Parse("http://127.0.0.1:0");
        Predecessor predecessor = Read(first, written.ToString(), second, written.ToString());
        for (int turn = 0; turn < 2; turn++)
        {
            using ListeningSocket one = Assert.Single(predecessor.Take(written));
            using ListeningSocket other = Assert.Single(predecessor.Take(written));
            Assert.Equal([first.LocalEndPoint, second.LocalEndPoint], [one.EndPoint, other.EndPoint]);
            Assert.Empty(predecessor.Take(written));
        }
    }

    [Fact]
    [Attack("DR-04")]
    public void A_number_that_has_become_somebody_elses_stays_his()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are passed on on Linux only.");
        using FileStream file = File.OpenRead(typeof(PredecessorTests).Assembly.Location);
        string text = Predecessor.Write(
            4711, 1_000_000, [new("http://localhost:0", [(int)file.SafeFileHandle.DangerousGetHandle()])]);
        Assert.True(Predecessor.TryRead(text, 4711, out Predecessor? predecessor));
        EndpointException refusal = Assert.Throws<EndpointException>(
            () => predecessor.Take(EndpointAddress.Parse("http://localhost:0")));
        Assert.Contains("is not a stream socket", refusal.Message);
        Assert.Equal((byte)'M', file.ReadByte());
    }

    [Fact]
    public void It_is_told_once_that_it_is_followed_and_what_nobody_wants_is_closed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Listeners are passed on on Linux only.");
        using Socket wanted = Listening();
        UnixDomainSocketEndPoint gone = new($"\0linnet-{Guid.NewGuid():N}");
        using Socket unwanted = Listening(gone);
        using AnonymousPipeServerStream pipe = new(PipeDirection.In);
        Predecessor predecessor =
            Read(wanted, "http://127.0.0.1:1", unwanted, "http://127.0.0.1:2", Copy(pipe.ClientSafePipeHandle));
        pipe.DisposeLocalCopyOfClientHandle();

        // One start has failed for another address; then a server elsewhere has started.
        Assert.Single(predecessor.Take(EndpointAddress.Parse("http://127.0.0.1:1"))).Dispose();
        predecessor.TellListening(["http://127.0.0.1:3"]);
        using ListeningSocket taken = Assert.Single(predecessor.Take(EndpointAddress.Parse("http://127.0.0.1:1")));
        predecessor.TellListening(["http://127.0.0.1:3", "http://127.0.0.1:1"]);
        predecessor.TellListening(["http://127.0.0.1:1"]);
        Assert.Equal(1, pipe.ReadByte());
        Assert.Equal(-1, pipe.ReadByte());
        Assert.Empty(predecessor.Take(EndpointAddress.Parse("http://127.0.0.1:2")));

        // Nobody else had it.
        unwanted.Dispose();
        using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => client.Connect(gone)).SocketErrorCode);
    }

    private static Predecessor Read(Socket first, string at, Socket second, string there, int pipe = 1_000_000) =>
        Read([new(at, [Copy(first.SafeHandle)]), new(there, [Copy(second.SafeHandle)])], pipe);

    private static Predecessor Read(IEnumerable<PassedListeners> passed, int pipe = 1_000_000)
    {
        string text = Predecessor.Write(4711, pipe, passed);
        Assert.True(Predecessor.TryRead(text, 4711, out Predecessor? predecessor));
        return predecessor;
    }

    private static int Copy(System.Runtime.InteropServices.SafeHandle handle) =>
        (int)LinuxDescriptor.Copy((int)handle.DangerousGetHandle()).Release();

    private static Socket Listening() => Listening(new IPEndPoint(IPAddress.Loopback, 0));

    private static Socket Listening(EndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(endPoint);
        socket.Listen();
        return socket;
    }
}
