// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.CompilerServices;
using Linnet.Sockets;

namespace Linnet.SocketsTransport.Tests;

/// <summary>Has every test of this assembly run over System.Net.Sockets.</summary>
internal static class SocketsTransport
{
    [ModuleInitializer]
    internal static void Choose() => StreamListener.Automatic = SocketTransport.Sockets;
}
