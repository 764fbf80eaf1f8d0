// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Linnet.Sockets;

/// <summary>What the numbers mean that Linux's socket calls fail with.</summary>
internal static class LinuxErrors
{
    /// <summary>
    /// The failure as the base library's sockets would throw it. They have one name for all numbers that they do not know, so
    /// that its message says which one it was, and what failed with it.
    /// </summary>
    /// <param name="errorNumber">The number.</param>
    /// <param name="call">The name of the system call.</param>
    public static SocketException ToException(int errorNumber, string call)
    {
        SocketError error = ToSocketError(errorNumber);
        return error == SocketError.SocketError
            ? new SocketException(
                (int)error,
                FormattableString.Invariant($"{call} failed with error {errorNumber}: {Marshal.GetPInvokeErrorMessage(errorNumber)}"))
            : new SocketException((int)error);
    }

    /// <summary>The base library's name of an error number; the numbers are the same on all our processors.</summary>
    public static SocketError ToSocketError(int errorNumber) => errorNumber switch
    {
        1 or 13 => SocketError.AccessDenied,
        4 => SocketError.Interrupted,
        9 or 107 => SocketError.NotConnected,
        11 => SocketError.WouldBlock,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        22 => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        32 or 104 => SocketError.ConnectionReset,
        64 or 112 => SocketError.HostDown,
        71 or 92 => SocketError.ProtocolOption,
        93 => SocketError.ProtocolNotSupported,
        95 => SocketError.OperationNotSupported,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        102 => SocketError.NetworkReset,
        103 => SocketError.ConnectionAborted,
        108 => SocketError.Shutdown,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };
}
