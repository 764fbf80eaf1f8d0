// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading.Tasks;
using Linnet.Sockets;
using Linnet.Tests.Tls;
using Linnet.Tls;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>The corpus over TLS: each piece is a record of its own, and the verdicts are the same.</summary>
public sealed class TlsCorpusTests() : WholeServerCorpus("https://127.0.0.1:0", TestCertificates.Local)
{
    internal override async Task<Connection> ConnectAsync(IPEndPoint server)
    {
        Connection connection = await Connector.ConnectAsync($"{server}", Cancelled);
        return await TlsConnection.ConnectAsync(connection, TlsPair.ClientOptions(), Cancelled);
    }

    internal override Probe Here(Probe probe) => probe.OverTls();
}
