// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>The four shapes of a request target. RFC 9112 §3.2.</summary>
internal enum TargetForm : byte
{
    /// <summary><c>/path?query</c></summary>
    Origin,

    /// <summary><c>http://host/path?query</c></summary>
    Absolute,

    /// <summary><c>host:port</c>, for CONNECT only.</summary>
    Authority,

    /// <summary><c>*</c>, for OPTIONS only.</summary>
    Asterisk,
}
