// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// An address could not be listened on or connected to. The message is one sentence or two for people: what failed,
/// where, and what to try.
/// </summary>
public sealed class EndpointException : IOException
{
    internal EndpointException(EndpointAddress address, SocketError code, string message, Exception? inner)
        : base(message, inner)
    {
        Address = address;
        Code = code;
    }

    /// <summary>The address that failed.</summary>
    public EndpointAddress Address { get; }

    /// <summary>Why, as a code. Of several addresses tried, the last one's.</summary>
    public SocketError Code { get; }
}
