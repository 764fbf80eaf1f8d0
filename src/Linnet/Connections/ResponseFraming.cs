// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>How the recipient of a response knows where it ends. RFC 9112 §6.3.</summary>
internal enum ResponseFraming : byte
{
    /// <summary>By its status: there is no body.</summary>
    None,

    /// <summary>By Content-Length.</summary>
    Length,

    /// <summary>By the chunked coding.</summary>
    Chunked,

    /// <summary>By the end of the connection, for a client that knows no chunks.</summary>
    UntilClose,
}
