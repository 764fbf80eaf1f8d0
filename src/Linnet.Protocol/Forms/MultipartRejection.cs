// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Forms;

/// <summary>Why a form is refused.</summary>
internal enum MultipartRejection : byte
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Something else than the end of its line stands behind a boundary (RFC 2046 §5.1.1). 400.</summary>
    InvalidDelimiter,

    /// <summary>The head of a part is no list of field lines, or says the same thing twice (RFC 2046 §5.1). 400.</summary>
    InvalidPartHead,

    /// <summary>A part does not say which field it is (RFC 7578 §4.2). 400.</summary>
    MissingName,

    /// <summary>A part is encoded for mail, which nobody does in HTTP (RFC 7578 §4.7). 400.</summary>
    UnsupportedEncoding,

    /// <summary>The head of a part is longer than the limit. 413.</summary>
    PartHeadTooLarge,

    /// <summary>There are more parts than the limit. 413.</summary>
    TooManyParts,
}
