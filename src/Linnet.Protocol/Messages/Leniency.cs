// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Messages;

/// <summary>
/// Faults of a request head that may be tolerated: which ones a server tolerates, and which ones a request was found to have.
/// What each is for, and what it costs, is said of the public flags of the same names (<c>LenientRules</c>).
/// </summary>
[Flags]
internal enum Leniency : byte
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>Every line of the head ends in a line feed without a carriage return.</summary>
    BareLineFeed = 1,

    /// <summary>More than one space stands before the version.</summary>
    SpacesBeforeVersion = 2,

    /// <summary>Beside a whole URI stands a Host field that names another host, or none.</summary>
    HostUnlikeTarget = 4,
}
