// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>Whoever has set a <see cref="Deadline"/>.</summary>
internal interface IDeadlineOwner
{
    /// <summary>The moment.</summary>
    public ref Deadline Deadline { get; }

    /// <summary>The moment has come. On the clock's thread; must not block nor throw.</summary>
    public void OnExpired(WaitKind kind);
}
