// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// One epoll instance and the batch of events it gave last. Adding is safe from any thread; the batch belongs to whoever
/// owns the loop, and stays when the loop changes hands.
/// </summary>
internal sealed class EpollSet : IDisposable
{
    private const int Capacity = 256;

    private readonly LinuxDescriptor _epoll;
    private readonly byte[] _events = new byte[Capacity * EventBytes];
    private int _index;
    private int _count;

    /// <summary>An empty set.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The process has no descriptor left for it.</exception>
    public EpollSet()
    {
        _epoll = LinuxDescriptor.Require(LinuxSocketCalls.CreateEpoll(LinuxSocketCalls.CloseOnExec), "epoll_create1");
    }

    /// <summary>True when every event of the batch has been taken.</summary>
    public bool IsEmpty => _index == _count;

    // struct epoll_event is packed on x64 and only there: 4 bytes of events, then 8 of ours.
    private static int KeyOffset => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private static int EventBytes => KeyOffset + sizeof(long);

    /// <summary>Watches a descriptor; events come with the key.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system has no memory for it.</exception>
    public void Add(SafeHandle descriptor, LoopEvents events, long key)
    {
        Span<byte> value = stackalloc byte[16];
        MemoryMarshal.Write(value, (int)events);
        MemoryMarshal.Write(value[KeyOffset..], key);
        ref byte first = ref MemoryMarshal.GetReference(value);
        if (LinuxSocketCalls.ControlEpoll(_epoll, LinuxSocketCalls.AddDescriptor, descriptor, ref first) < 0)
        {
            throw LinuxErrors.ToException(Marshal.GetLastPInvokeError(), "epoll_ctl");
        }
    }

    /// <summary>
    /// Stops watching a descriptor. Needed where closing it does not do it: when another process, or this one under another
    /// number, has the same socket open.
    /// </summary>
    public void Remove(SafeHandle descriptor)
    {
        byte unused = 0;
        _ = LinuxSocketCalls.ControlEpoll(_epoll, LinuxSocketCalls.RemoveDescriptor, descriptor, ref unused);
    }

    /// <summary>Waits for the next batch.</summary>
    public void Wait()
    {
        int count;
        do
        {
            count = LinuxSocketCalls.WaitEpoll(_epoll, ref _events[0], Capacity, Timeout.Infinite);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LinuxSocketCalls.Interrupted);

        if (count < 0)
        {
            // Only a defect of ours, such as a closed descriptor, makes waiting fail.
            throw LinuxErrors.ToException(Marshal.GetLastPInvokeError(), "epoll_wait");
        }

        _index = 0;
        _count = count;
    }

    /// <summary>Takes the next event of the batch.</summary>
    public LoopEvents Take(out long key)
    {
        ref byte at = ref _events[_index * EventBytes];
        _index++;
        key = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref at, KeyOffset));
        return (LoopEvents)Unsafe.ReadUnaligned<int>(ref at);
    }

    /// <inheritdoc/>
    public void Dispose() => _epoll.Dispose();
}
