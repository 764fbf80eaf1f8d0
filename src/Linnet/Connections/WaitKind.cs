// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>What a connection is waiting for, and so what ends the wait when it has lasted too long.</summary>
internal enum WaitKind : byte
{
    /// <summary>For the next request: the wait is cancelled, and sooner when the server stops.</summary>
    Idle,

    /// <summary>For bytes from the peer, and there is something to say when they do not come: the wait is cancelled.</summary>
    Receive,

    /// <summary>For the peer to leave: the wait is cancelled.</summary>
    Leave,

    /// <summary>For the peer to take bytes: the connection is reset.</summary>
    Send,
}
