// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Exchanges;

/// <summary>How far a response has come on its way from the handler to the protocol.</summary>
internal enum ResponsePhase : byte
{
    /// <summary>Status, fields and filters can change; nobody has been told that it starts.</summary>
    Open,

    /// <summary>Those who asked for it are being told; they can still change everything.</summary>
    Starting,

    /// <summary>They have been told: it is the protocol's.</summary>
    Started,
}
