// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>The methods a server knows by name; every other token is <see cref="Other"/>. RFC 9110 §9, RFC 5789.</summary>
internal enum KnownMethod : byte
{
    /// <summary>A token that is none of the methods below.</summary>
    Other,
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
}
