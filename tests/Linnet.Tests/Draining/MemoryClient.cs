// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;
using Linnet.Testing;
using Linnet.Tests.Sockets;

namespace Linnet.Tests.Draining;

/// <summary>A client of a <see cref="MemoryServer"/>.</summary>
/// <param name="Raw">What it sends and receives.</param>
/// <param name="Server">The server's end.</param>
internal sealed record MemoryClient(RawClient Raw, MemoryConnection Server)
{
    /// <summary>Sends text, and returns once the server has received it and waits for more.</summary>
    public async Task SendPartAsync(string text)
    {
        await Raw.SendAsync(text);
        await Eventually.TrueAsync(() => Server.IsReceiving);
    }

    /// <summary>Closes this end.</summary>
    public ValueTask CloseAsync() => Raw.Connection.DisposeAsync();
}
