// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;
using Linnet.Sockets;

namespace Linnet.Load;

/// <summary>The option that every verb with a server has.</summary>
internal static class TransportOption
{
    /// <summary>What it is called.</summary>
    public const string Name = "--transport";

    /// <summary>The option.</summary>
    public static Option<SocketTransport> Create() => new(Name)
    {
        Description = "What carries the server's connections.",
        DefaultValueFactory = static _ => SocketTransport.Automatic,
    };
}
