// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Representations;

/// <summary>What a request's conditions come to. RFC 9110 §13.2.2.</summary>
internal enum PreconditionOutcome
{
    /// <summary>They hold, or there are none.</summary>
    Proceed,

    /// <summary>The client has what there is: 304.</summary>
    NotModified,

    /// <summary>What there is, is not what the client means: 412.</summary>
    Failed,
}
