// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Slow;

/// <summary>What has become of the slow clients. Thread-safe.</summary>
internal sealed class SlowCounts(int clients)
{
    private readonly TaskCompletionSource _allConnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool[] _hasConnected = new bool[clients];
    private readonly Lock _gate = new();
    private int _connected;
    private long _thrownOut;

    /// <summary>Ends when each has been connected once.</summary>
    public Task AllConnected => _allConnected.Task;

    /// <summary>How often one was thrown out.</summary>
    public long ThrownOut => Interlocked.Read(ref _thrownOut);

    /// <summary>A client has connected.</summary>
    public void CountConnected(int number)
    {
        lock (_gate)
        {
            _connected += _hasConnected[number] ? 0 : 1;
            _hasConnected[number] = true;
            if (_connected == clients)
            {
                _allConnected.TrySetResult();
            }
        }
    }

    /// <summary>A client has lost its connection.</summary>
    public void CountThrownOut() => Interlocked.Increment(ref _thrownOut);
}
