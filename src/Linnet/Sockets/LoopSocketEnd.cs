// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>How a <see cref="LoopSocket"/> has ended.</summary>
internal enum LoopSocketEnd : byte
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>Its owner has closed it.</summary>
    Closed,

    /// <summary>It was reset from this side.</summary>
    Aborted,
}
