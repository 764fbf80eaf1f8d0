// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Forms;

/// <summary>What a <see cref="MultipartParser"/> has come to.</summary>
internal enum MultipartStep : byte
{
    /// <summary>More bytes are needed behind those that were not consumed.</summary>
    NeedMore,

    /// <summary>A part begins; its head has been read.</summary>
    PartBegins,

    /// <summary>The bytes consumed are content of the part.</summary>
    Data,

    /// <summary>The part has ended.</summary>
    PartEnds,

    /// <summary>The last part has ended; what follows means nothing.</summary>
    Complete,

    /// <summary>It is no form, or too large a one; nothing more is to be had.</summary>
    Rejected,
}
