// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>The two schemes whose resources HTTP serves. RFC 9110 §4.2.</summary>
internal enum UriScheme : byte
{
    /// <summary><c>http</c>: over a connection that anybody on the way can read.</summary>
    Http,

    /// <summary><c>https</c>: over a secured connection.</summary>
    Https,
}
