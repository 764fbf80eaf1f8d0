// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>Whoever has a descriptor watched by an <see cref="EventLoop"/>: a listener or a connection.</summary>
internal interface ILoopClient
{
    /// <summary>
    /// Runs whatever waits for these events, code of users too. Two threads may be in here at once when the first is
    /// stuck.
    /// </summary>
    public void OnEvents(LoopEvents events);
}
