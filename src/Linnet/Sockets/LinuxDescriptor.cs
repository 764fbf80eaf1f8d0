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
    public static LinuxDescriptor Require(int descriptor)
    {
        if (descriptor < 0)
        {
            throw LinuxErrors.ToException(Marshal.GetLastPInvokeError());
        }

        return new LinuxDescriptor(descriptor);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LinuxSocketCalls.Close(handle) == 0;
}
