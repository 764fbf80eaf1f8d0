// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>Turns the reasons an address cannot be connected to into words.</summary>
internal static class ConnectFailure
{
    /// <summary>The exception to throw when every end point behind <paramref name="address"/> failed.</summary>
    /// <param name="address">What was to be connected to.</param>
    /// <param name="failures">Each end point tried, null for the name itself, with why it failed.</param>
    public static EndpointException Explain(
        EndpointAddress address, IReadOnlyList<(EndPoint? Tried, SocketException Failure)> failures)
    {
        if (failures.Count == 0)
        {
            return new EndpointException(
                address,
                SocketError.NoData,
                $"Cannot connect to {address}: the name has no address. Check how it is spelled.",
                inner: null);
        }

        // The addresses tried are worth naming when the written one does not tell them already.
        bool isSeveral = failures.Count > 1;
        var reasons = new List<string>();
        foreach ((EndPoint? tried, SocketException failure) in failures)
        {
            string reason = Reason(failure.SocketErrorCode, failure);
            reasons.Add(isSeveral && tried is not null ? $"{tried} {reason}" : reason);
        }

        SocketException last = failures[^1].Failure;
        string advice = Advice(last.SocketErrorCode, address);
        return new EndpointException(
            address,
            last.SocketErrorCode,
            $"Cannot connect to {address}: {string.Join(", ", reasons)}. {advice}",
            isSeveral ? new AggregateException(InnerOf(failures)) : last);
    }

    private static string Reason(SocketError error, SocketException failure)
    {
        return error switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData => "the name is not known",
            SocketError.TryAgain => "the name could not be looked up",
            SocketError.TimedOut => "no answer in time",
            SocketError.NetworkUnreachable => "no route to that network",
            SocketError.HostUnreachable => "no route to that host",
            SocketError.AccessDenied => "permission denied",
            // Connecting to a path without a file; to an address, it means what it says.
            SocketError.AddressNotAvailable => "there is nothing at that address",
            _ => failure.Message,
        };
    }

    private static string Advice(SocketError error, EndpointAddress address)
    {
        return error switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                "Check how the name is spelled and that this machine is online.",
            SocketError.AccessDenied when address.IsUnix => "Ask the server's owner to change its socket's mode.",
            _ when address.IsUnix => "Start the server, or check the path.",
            _ => "Start the server, or check host and port.",
        };
    }

    private static IEnumerable<Exception> InnerOf(
        IReadOnlyList<(EndPoint? Tried, SocketException Failure)> failures)
    {
        foreach ((EndPoint? _, SocketException failure) in failures)
        {
            yield return failure;
        }
    }
}
