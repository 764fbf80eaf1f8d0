// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>
/// Every reason for which a request is refused before a handler sees it, or while its body is read. Closed: what is
/// not here is not refused. <see cref="RejectionRules"/> has the status, the section and the words for each.
/// </summary>
internal enum RequestRejection : byte
{
    /// <summary>Not refused.</summary>
    None,

    // Lines (RFC 9112 §2.2).
    BareCarriageReturn,
    BareLineFeed,
    EmptyLinesBeforeRequest,

    // The request line (RFC 9112 §3).
    InvalidMethod,
    MethodTooLong,
    InvalidRequestLine,
    InvalidVersion,
    UnsupportedVersion,
    RequestLineTooLong,

    // The request target (RFC 9112 §3.2).
    InvalidTargetCharacter,
    FragmentInTarget,
    InvalidPercentEncoding,
    EncodedNul,
    InvalidTargetForm,
    UserInformationInTarget,
    UnsupportedScheme,
    MisdirectedScheme,
    InvalidTargetAuthority,
    ConnectNotSupported,
    TraceNotAllowed,

    // Field lines (RFC 9112 §5).
    WhitespaceBeforeFirstField,
    ObsoleteLineFolding,
    MissingColon,
    EmptyFieldName,
    WhitespaceBeforeColon,
    InvalidFieldName,
    InvalidFieldValue,
    FieldLineTooLong,
    HeadTooLarge,
    TooManyFields,

    // Host (RFC 9112 §3.2).
    MissingHost,
    MultipleHosts,
    InvalidHost,
    HostMismatch,
    HostNotAllowed,

    /// <summary>The host asks for another client certificate than the connection began with.</summary>
    MisdirectedHost,

    /// <summary>HTTP without TLS at a port that speaks TLS.</summary>
    PlainTextOnTls,

    // Framing of the body (RFC 9112 §6).
    InvalidContentLength,
    MultipleContentLengths,
    ContentLengthWithTransferEncoding,
    TransferEncodingInOldVersion,
    InvalidTransferEncoding,
    UnsupportedTransferCoding,
    UnknownExpectation,
    BodyTooLarge,

    // The chunked coding (RFC 9112 §7.1).
    InvalidChunkSize,
    ChunkSizeTooLarge,
    InvalidChunkLineEnd,
    InvalidChunkExtension,
    ChunkExtensionsTooLong,
    InvalidChunkDataEnd,
    TrailersTooLarge,

    // A message that never became whole (RFC 9112 §8).
    IncompleteHead,
    IncompleteBody,
    HeadTimedOut,
    BodyTimedOut,
}
