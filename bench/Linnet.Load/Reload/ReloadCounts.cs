// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Concurrent;
using System.Threading;

namespace Linnet.Load.Reload;

/// <summary>What clients have seen while certificates were replaced.</summary>
internal sealed class ReloadCounts
{
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private int _answered;
    private int _mixed;

    /// <summary>Full handshakes that ended in a whole answer.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Certificates that nobody has ever put there whole.</summary>
    public int Mixed => Volatile.Read(ref _mixed);

    /// <summary>What failed, in words, of which none may be here.</summary>
    public ConcurrentQueue<string> Lost { get; } = new();

    /// <summary>How many different certificates were shown.</summary>
    public int Certificates => _seen.Count;

    /// <summary>Clients have their answers.</summary>
    public void AddAnswers(int count) => Interlocked.Add(ref _answered, count);

    /// <summary>A client was shown a certificate.</summary>
    public void AddCertificate(string thumbprint, bool isWhole)
    {
        _seen[thumbprint] = true;
        if (!isWhole)
        {
            Interlocked.Increment(ref _mixed);
        }
    }
}
