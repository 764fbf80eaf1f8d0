// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What a <see cref="LoopThread"/> runs.</summary>
internal interface ILoopWork
{
    /// <summary>Runs it on the calling thread, for as long as it takes.</summary>
    public void Run();
}
