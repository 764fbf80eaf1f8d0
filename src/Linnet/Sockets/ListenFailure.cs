// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>Turns the reason an address cannot be listened on into words.</summary>
internal static class ListenFailure
{
    /// <summary>The exception to throw when binding to <paramref name="address"/> failed.</summary>
    public static EndpointException Explain(EndpointAddress address, SocketException failure)
    {
        string reason = address.IsUnix ? ExplainUnix(failure) : ExplainInternet(address, failure);
        return new EndpointException(
            address, failure.SocketErrorCode, $"Cannot listen on {address}: {reason}", failure);
    }

    private static string ExplainInternet(EndpointAddress address, SocketException failure)
    {
        return failure.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                "the port is in use. Stop the program that uses it, or take another port (0 finds a free one).",
            SocketError.AccessDenied when address.Port is > 0 and < 1024 =>
                "permission denied. Ports below 1024 need special rights; take a higher one such as 8080.",
            SocketError.AccessDenied =>
                "permission denied. A security policy forbids this port; take another one.",
            SocketError.AddressNotAvailable =>
                "this machine has no such address. Use 127.0.0.1 for this machine only, or * for every address.",
            SocketError.AddressFamilyNotSupported =>
                "this machine does not speak that address family. Use 127.0.0.1, or * for every address.",
            _ => Other(failure),
        };
    }

    private static string ExplainUnix(SocketException failure)
    {
        return failure.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                "another program listens on it. Stop that program, or take another path.",
            SocketError.AccessDenied =>
                "permission denied. Take a path in a folder that you may write to.",
            SocketError.AddressNotAvailable =>
                "the folder does not exist. Create it, or take a path in a folder that exists.",
            _ => Other(failure),
        };
    }

    private static string Other(SocketException failure)
    {
        return failure.SocketErrorCode is SocketError.TooManyOpenSockets
            ? "too many files and sockets are open. Close some, or raise the limit (ulimit -n)."
            : $"{failure.Message}. Try another address.";
    }
}
