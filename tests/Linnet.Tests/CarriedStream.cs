// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;

namespace Linnet.Tests;

/// <summary>A client's stream of what HTTP is to see, and the socket that it ends in.</summary>
/// <param name="Stream">What is sent and received as HTTP.</param>
/// <param name="Socket">What carries it, for those who cut it.</param>
internal sealed record CarriedStream(Stream Stream, Socket Socket) : IDisposable
{
    public void Dispose() => Stream.Dispose();
}
