// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

using Linnet.Tests.Sockets;

namespace Linnet.Tests.Tls;

/// <summary>TLS 1.3 over TCP keeps the contract.</summary>
public sealed class TlsConnectionTests : ConnectionContract
{
    internal override async Task<ConnectedPair> OpenAsync()
    {
        ConnectedPair pair = await ConnectedPair.OpenAsync();
        return await TlsPair.OverAsync(pair.Client, pair.Server);
    }
}
