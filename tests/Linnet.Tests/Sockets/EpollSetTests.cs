// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class EpollSetTests
{
    [Fact]
    public void A_socket_that_stays_open_elsewhere_wakes_nobody_once_it_is_removed()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no epoll on this system.");
        using EpollSet set = new();
        using LinuxDescriptor bell = LinuxDescriptor.Require(LinuxSocketCalls.CreateEventCounter(0, 0), "eventfd");
        set.Add(bell, LoopEvents.Readable, key: 1);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using (LinuxDescriptor ours = LinuxDescriptor.Copy((int)listener.SafeHandle.DangerousGetHandle()))
        {
            set.Add(ours, LoopEvents.Readable, key: 2);
            set.Remove(ours);
        }

        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        Assert.True(listener.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
        ReadOnlySpan<byte> one = BitConverter.GetBytes(1UL);
        Assert.Equal(one.Length, LinuxSocketCalls.Write(bell, in MemoryMarshal.GetReference(one), one.Length));
        set.Wait();
        set.Take(out long key);
        Assert.Equal(1, key);
        Assert.True(set.IsEmpty);
    }
}
