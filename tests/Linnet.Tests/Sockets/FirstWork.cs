// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Tests.Sockets;

/// <summary>What a connection is given to begin with; tells when it runs, and how often it has.</summary>
internal sealed class FirstWork : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _times;

    /// <summary>Ends when it runs.</summary>
    public Task Begun => _begun.Task;

    /// <summary>How often it has run.</summary>
    public int Times => Volatile.Read(ref _times);

    public void Execute()
    {
        Interlocked.Increment(ref _times);
        _begun.TrySetResult();
    }
}
