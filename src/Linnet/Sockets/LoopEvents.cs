// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Sockets;

/// <summary>What epoll tells and is asked for. The values are the system's.</summary>
[Flags]
internal enum LoopEvents
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Error = 0x8,
    HangUp = 0x10,
    PeerEnded = 0x2000,
    EdgeTriggered = unchecked((int)0x8000_0000),
}
