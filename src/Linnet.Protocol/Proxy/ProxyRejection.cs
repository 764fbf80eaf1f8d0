// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Every reason for which a PROXY header is refused. None is answered: what sent it may not speak HTTP, and the
/// specification asks for the connection to be dropped (§2). Sections are those of HAProxy's proxy-protocol.txt.
/// </summary>
internal enum ProxyRejection : byte
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The first bytes are those of neither version (§2.2).</summary>
    NoHeader,

    // Version 1, a line of text (§2.1).
    /// <summary>No line end within 107 bytes.</summary>
    LineTooLong,

    /// <summary>CR without LF, or LF without CR.</summary>
    BareLineEnd,

    /// <summary>Neither TCP4 nor TCP6 nor UNKNOWN.</summary>
    InvalidProtocol,

    /// <summary>An address that is not one of its family in canonical form.</summary>
    InvalidAddress,

    /// <summary>A port that is no number up to 65535, or begins with a zero.</summary>
    InvalidPort,

    /// <summary>Something behind the last port.</summary>
    TrailingText,

    // Version 2, binary (§2.2).
    /// <summary>A version other than 2 behind the signature.</summary>
    UnsupportedVersion,

    /// <summary>A command that is neither LOCAL nor PROXY.</summary>
    InvalidCommand,

    /// <summary>A family and transport that do not exist, or not together.</summary>
    InvalidFamily,

    /// <summary>Longer than any header has a reason to be.</summary>
    HeaderTooLong,

    /// <summary>Shorter than the addresses of its family.</summary>
    TruncatedAddresses,

    /// <summary>A type-length-value that reaches beyond the header.</summary>
    TruncatedVector,

    /// <summary>A checksum that is not four bytes, or is there twice.</summary>
    InvalidChecksum,

    /// <summary>A checksum of other bytes.</summary>
    ChecksumMismatch,
}
