// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>The corpus over TCP.</summary>
public sealed class SocketCorpusTests() : WholeServerCorpus("http://127.0.0.1:0")
{
    internal override Task<Connection> ConnectAsync(IPEndPoint server) => Connector.ConnectAsync($"{server}", Cancelled);
}
