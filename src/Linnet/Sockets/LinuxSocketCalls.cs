// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// The system calls of the event loop, and the numbers they take, which are the same on x64 and arm64, glibc and musl. A
/// descriptor given as a handle cannot be closed, and its number not reused, while the call runs.
/// </summary>
internal static partial class LinuxSocketCalls
{
    internal const int Interrupted = 4;
    internal const int WouldBlock = 11;
    internal const int AddDescriptor = 1;
    internal const int RemoveDescriptor = 2;
    internal const int SetDescriptorFlags = 2;
    internal const int CopyDescriptor = 1030;
    internal const int DescriptorCloseOnExec = 1;
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;
    internal const int DoNotWait = 0x40;
    internal const int NoSignal = 0x4000;
    internal const int Peek = 2;
    internal const int ShutdownWrite = 1;
    internal const int SocketLevel = 1;
    internal const int LingerOption = 13;
    internal const int TcpLevel = 6;

    /// <summary>struct tcp_info, whose first byte is the state of the connection.</summary>
    internal const int TcpInformation = 11;

    /// <summary>Bytes of struct sockaddr_un, the longest that we read.</summary>
    internal const int SocketAddressBytes = 110;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int ControlEpoll(SafeHandle epoll, int operation, SafeHandle descriptor, ref byte epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int WaitEpoll(SafeHandle epoll, ref byte events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int CreateEventCounter(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeHandle descriptor, in byte bytes, nint count);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(SafeHandle listener, ref byte address, ref int addressBytes, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int LocalAddress(SafeHandle socket, ref byte address, ref int addressBytes);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(SafeHandle socket, ref byte buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(SafeHandle socket, in byte buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    internal static partial nint SendFile(SafeHandle socket, SafeFileHandle file, ref long offset, nint count);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    internal static partial int Shutdown(SafeHandle socket, int how);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetLinger(SafeHandle socket, int level, int option, in Linger value, int size);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    internal static partial int Duplicate(SafeHandle descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int ParentProcess();

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int Option(SafeHandle socket, int level, int option, ref byte value, ref int size);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(nint descriptor);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadNumber();

    /// <summary>
    /// True for the states in which the peer has acknowledged our end (RFC 9293 §3.3.2): FIN-WAIT-2 and TIME-WAIT.
    /// </summary>
    internal static bool IsDelivered(byte tcpState) => tcpState is 5 or 6;

    /// <summary>struct linger.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Linger
    {
        public int IsOn;
        public int Seconds;
    }
}
