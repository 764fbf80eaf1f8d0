// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// A file descriptor that is closed once, when its owner has disposed it and no system call uses it any more. That its
/// number could be reused while a call runs would send one client's bytes to another.
/// </summary>
internal sealed class LinuxDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes over a descriptor.</summary>
    public LinuxDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Takes over the descriptor that a call has returned, or fails as the call has.</summary>
    public static LinuxDescriptor Require(int descriptor, string call)
    {
        if (descriptor < 0)
        {
            throw LinuxErrors.ToException(Marshal.GetLastPInvokeError(), call);
        }

        return new LinuxDescriptor(descriptor);
    }

    /// <summary>A copy of a descriptor that somebody else keeps open; no process that is started inherits it.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The process has no descriptor left for it.</exception>
    public static LinuxDescriptor Copy(int descriptor) =>
        Require(LinuxSocketCalls.Control(descriptor, LinuxSocketCalls.CopyDescriptor, 0), "fcntl");

    /// <summary>A copy of a descriptor that every process inherits which is started while it is open.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The process has no descriptor left for it.</exception>
    public static LinuxDescriptor CopyToInherit(SafeHandle descriptor) => Require(LinuxSocketCalls.Duplicate(descriptor), "dup");

    /// <summary>Gives the descriptor to another owner.</summary>
    public nint Release()
    {
        nint descriptor = handle;
        SetHandleAsInvalid();
        return descriptor;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LinuxSocketCalls.Close(handle) == 0;
}
