// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>What feeding bytes to a reader has come to.</summary>
internal enum FrameStep
{
    /// <summary>There is not enough yet.</summary>
    More,

    /// <summary>A header has been read.</summary>
    Ready,

    /// <summary>A rule is broken.</summary>
    Refused,
}
