// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What carries a server's connections. Everything above is the same over both.</summary>
public enum SocketTransport
{
    /// <summary>The event loop where there is one: Linux on x64 and arm64. System.Net.Sockets elsewhere.</summary>
    Automatic,

    /// <summary>System.Net.Sockets: each wait ends on the thread pool.</summary>
    Sockets,

    /// <summary>
    /// Linnet's own event loop over epoll: handlers run on the loop's thread. One that blocks is noticed after about five
    /// milliseconds, and the loop goes on without it.
    /// </summary>
    EventLoop,
}
