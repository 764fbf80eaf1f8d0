// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class InternetBinderTests
{
    [Fact]
    public void A_port_that_is_taken_in_the_other_family_is_given_back_and_another_tried()
    {
        var firsts = new List<BoundSocket>();
        int conflicts = 3;
        IReadOnlyList<BoundSocket> sockets = InternetBinder.OpenLoopback(0, endPoint =>
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                return conflicts-- > 0 ? throw new SocketException((int)SocketError.AddressAlreadyInUse) : Bind(endPoint);
            }

            firsts.Add(Bind(endPoint));
            return firsts[^1];
        });
        Assert.Equal(4, firsts.Count);
        Assert.Equal(
            sockets[0].EndPoint.Port, sockets[1].EndPoint.Port);
        Assert.Throws<ObjectDisposedException>(() => firsts[0].Socket.LocalEndPoint);
        Dispose(sockets);
    }

    [Fact]
    public void A_chosen_port_that_is_taken_in_one_family_is_a_failure_that_frees_the_other()
    {
        BoundSocket? first = null;
        SocketException failure = Assert.Throws<SocketException>(() => InternetBinder.OpenLoopback(4711, endPoint =>
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }

            return first = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }));
        Assert.Equal(SocketError.AddressAlreadyInUse, failure.SocketErrorCode);
        Assert.Throws<ObjectDisposedException>(() => first!.Socket.LocalEndPoint);
    }

    [Fact]
    public void Looking_for_a_free_port_ends()
    {
        int tries = 0;
        Assert.Throws<SocketException>(() => InternetBinder.OpenLoopback(0, endPoint =>
        {
            tries++;
            return endPoint.AddressFamily == AddressFamily.InterNetworkV6
                ? throw new SocketException((int)SocketError.AddressAlreadyInUse)
                : Bind(endPoint);
        }));
        Assert.Equal(32, tries);
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, SocketError.AddressFamilyNotSupported)]
    [InlineData(AddressFamily.InterNetworkV6, SocketError.AddressFamilyNotSupported)]
    [InlineData(AddressFamily.InterNetworkV6, SocketError.AddressNotAvailable)]
    public void A_family_this_machine_does_not_have_is_left_out(AddressFamily missing, SocketError error)
    {
        IReadOnlyList<BoundSocket> sockets = InternetBinder.OpenLoopback(
            0, endPoint => endPoint.AddressFamily == missing ? throw new SocketException((int)error) : Bind(endPoint));
        Assert.NotEqual(missing, Assert.Single(sockets).EndPoint.AddressFamily);
        Dispose(sockets);
    }

    [Fact]
    public void Without_any_loopback_address_listening_fails()
    {
        Assert.Throws<SocketException>(() => InternetBinder.OpenLoopback(
            0, _ => throw new SocketException((int)SocketError.AddressNotAvailable)));
    }

    private static BoundSocket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endPoint);
        return new BoundSocket(socket);
    }

    private static void Dispose(IReadOnlyList<BoundSocket> sockets)
    {
        foreach (BoundSocket socket in sockets)
        {
            socket.Dispose();
        }
    }
}
