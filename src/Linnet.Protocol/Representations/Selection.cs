// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Representations;

/// <summary>What of a representation answers a request.</summary>
internal enum Selection
{
    /// <summary>All of it: 200.</summary>
    Whole,

    /// <summary>One part: 206.</summary>
    Part,

    /// <summary>Several parts, as multipart/byteranges: 206.</summary>
    Parts,

    /// <summary>Nothing, for the client has it: 304.</summary>
    NotModified,

    /// <summary>Nothing, for the client means another state: 412.</summary>
    PreconditionFailed,

    /// <summary>Nothing, for none of what it wants exists: 416.</summary>
    RangeNotSatisfiable,
}
