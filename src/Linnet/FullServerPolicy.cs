// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet;

/// <summary>What happens to a client that connects when a server has as many connections as it may.</summary>
public enum FullServerPolicy
{
    /// <summary>
    /// The connection that has been idle for longest is closed in favour of the new one; when none is idle, as
    /// <see cref="Refuse"/>.
    /// </summary>
    ShedIdle,

    /// <summary>The client is answered 503 with Retry-After, and the connection is closed.</summary>
    Refuse,

    /// <summary>The connection is reset without a word, which costs least.</summary>
    Close,
}
