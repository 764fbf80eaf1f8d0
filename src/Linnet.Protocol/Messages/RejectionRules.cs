// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Frozen;
using System.Collections.Generic;

namespace Linnet.Protocol.Messages;

/// <summary>The rule behind each <see cref="RequestRejection"/>.</summary>
internal static class RejectionRules
{
    private const string Lines = "RFC 9112 §2.2";
    private const string TargetAndHost = "RFC 9112 §3.2";
    private const string Fields = "RFC 9112 §5";
    private const string Framing = "RFC 9112 §6.3";
    private const string Chunks = "RFC 9112 §7.1";

    private static readonly FrozenDictionary<RequestRejection, RejectionRule> Rules =
        new Dictionary<RequestRejection, RejectionRule>
        {
            // Lines.
            [RequestRejection.BareCarriageReturn] =
            new(400, Lines, "A carriage return must be followed by a line feed."),
            [RequestRejection.BareLineFeed] =
            new(400, Lines, "A line must end in CR LF, not in a line feed alone."),
            [RequestRejection.EmptyLinesBeforeRequest] =
            new(400, Lines, "Too many empty lines before the request line."),

            // The request line.
            [RequestRejection.InvalidMethod] =
            new(400, "RFC 9110 §9.1", "The method must be a token followed by one space."),
            [RequestRejection.MethodTooLong] =
            new(501, "RFC 9112 §3", "The method is longer than any this server knows."),
            [RequestRejection.InvalidRequestLine] =
            new(400, "RFC 9112 §3", "A request line is method, space, target, space, version."),
            [RequestRejection.InvalidVersion] =
            new(400, "RFC 9112 §2.3", "The version must read HTTP/1.1 or HTTP/1.0."),
            [RequestRejection.UnsupportedVersion] =
            new(505, "RFC 9110 §15.6.6", "This port speaks HTTP/1.1 and HTTP/1.0."),
            [RequestRejection.RequestLineTooLong] = new(414, "RFC 9112 §3", "The request line is too long."),

            // The request target.
            [RequestRejection.InvalidTargetCharacter] =
            new(400, TargetAndHost, "The target holds a character that a URI must percent-encode."),
            [RequestRejection.FragmentInTarget] =
            new(400, TargetAndHost, "A fragment (#) is never sent to a server."),
            [RequestRejection.InvalidPercentEncoding] =
            new(400, "RFC 3986 §2.1", "A percent sign must be followed by two hexadecimal digits."),
            [RequestRejection.EncodedNul] = new(400, "RFC 3986 §7.3", "The path must not hold an encoded NUL."),
            [RequestRejection.InvalidTargetForm] =
            new(400, TargetAndHost, "The target must be a path beginning with / or a whole URI."),
            [RequestRejection.UserInformationInTarget] =
            new(400, "RFC 9110 §4.2.4", "The target must not hold a user name or password."),
            [RequestRejection.UnsupportedScheme] =
            new(400, "RFC 9112 §3.2.2", "The target's scheme is neither http nor https."),
            [RequestRejection.MisdirectedScheme] =
            new(421, "RFC 9110 §7.4", "This connection does not serve the target's scheme."),
            [RequestRejection.InvalidTargetAuthority] =
            new(400, "RFC 9112 §3.2.2", "The target's host is not valid."),
            [RequestRejection.ConnectNotSupported] =
            new(501, "RFC 9110 §9.3.6", "This server is not a proxy: CONNECT is not supported."),
            [RequestRejection.TraceNotAllowed] = new(405, "RFC 9110 §9.3.8", "TRACE is not allowed."),

            // Field lines.
            [RequestRejection.WhitespaceBeforeFirstField] =
            new(400, Lines, "White space before the first field."),
            [RequestRejection.ObsoleteLineFolding] =
            new(400, "RFC 9112 §5.2", "A header field must stand on one line."),
            [RequestRejection.MissingColon] = new(400, Fields, "A header field line has no colon."),
            [RequestRejection.EmptyFieldName] = new(400, Fields, "A header field has no name."),
            [RequestRejection.WhitespaceBeforeColon] =
            new(400, "RFC 9112 §5.1", "White space between a field name and its colon."),
            [RequestRejection.InvalidFieldName] =
            new(400, "RFC 9110 §5.1", "A header field name must be a token."),
            [RequestRejection.InvalidFieldValue] =
            new(400, "RFC 9110 §5.5", "A header field value holds a control character."),
            [RequestRejection.FieldLineTooLong] = new(431, "RFC 6585 §5", "A header field line is too long."),
            [RequestRejection.HeadTooLarge] =
            new(431, "RFC 6585 §5", "The header fields are too large together."),
            [RequestRejection.TooManyFields] = new(431, "RFC 6585 §5", "There are too many header fields."),

            // Host.
            [RequestRejection.MissingHost] = new(400, TargetAndHost, "An HTTP/1.1 request must have a Host field."),
            [RequestRejection.MultipleHosts] = new(400, TargetAndHost, "A request must have only one Host field."),
            [RequestRejection.InvalidHost] =
            new(400, TargetAndHost, "The Host field must be a host name or address and an optional port."),
            [RequestRejection.MisdirectedHost] =
            new(421, "RFC 9110 §7.4", "This host needs a connection of its own: connect anew with its name."),
            [RequestRejection.PlainTextOnTls] =
            new(400, "RFC 9110 §4.2.2", "This port speaks HTTPS. Write https:// and not http:// in front of the address."),
            [RequestRejection.HostNotAllowed] =
            new(421, "RFC 9110 §15.5.20", "This server does not answer for that host."),
            [RequestRejection.HostMismatch] =
            new(400, "RFC 9112 §3.2.2", "The target's host and the Host field differ."),

            // The framing of the body.
            [RequestRejection.InvalidContentLength] =
            new(400, "RFC 9110 §8.6", "Content-Length must be a decimal number."),
            [RequestRejection.MultipleContentLengths] =
            new(400, Framing, "A request must have only one Content-Length."),
            [RequestRejection.ContentLengthWithTransferEncoding] =
            new(400, Framing, "A request must not have both Content-Length and Transfer-Encoding."),
            [RequestRejection.TransferEncodingInOldVersion] =
            new(400, "RFC 9112 §6.1", "Transfer-Encoding has no meaning before HTTP/1.1."),
            [RequestRejection.InvalidTransferEncoding] =
            new(400, Framing, "The last transfer coding must be chunked, once and without parameters."),
            [RequestRejection.UnsupportedTransferCoding] =
            new(501, "RFC 9112 §6.1", "The only transfer coding this server knows is chunked."),
            [RequestRejection.UnknownExpectation] =
            new(417, "RFC 9110 §10.1.1", "The only expectation is 100-continue."),
            [RequestRejection.BodyTooLarge] = new(413, "RFC 9110 §15.5.14", "The request body is too large."),

            // The chunked coding.
            [RequestRejection.InvalidChunkSize] = new(400, Chunks, "A chunk size must be a hexadecimal number."),
            [RequestRejection.ChunkSizeTooLarge] = new(400, Chunks, "A chunk size is too large."),
            [RequestRejection.InvalidChunkLineEnd] = new(400, Chunks, "A chunk line must end in CR LF."),
            [RequestRejection.InvalidChunkExtension] =
            new(400, "RFC 9112 §7.1.1", "A chunk extension must be a token with an optional value."),
            [RequestRejection.ChunkExtensionsTooLong] =
            new(400, "RFC 9112 §7.1.1", "The chunk extensions are too long."),
            [RequestRejection.InvalidChunkDataEnd] =
            new(400, Chunks, "The data of a chunk must be followed by CR LF."),
            [RequestRejection.TrailersTooLarge] = new(431, "RFC 6585 §5", "The trailer fields are too large."),

            // A message that never became whole.
            [RequestRejection.IncompleteHead] =
            new(400, "RFC 9112 §8", "The request ended before its head was whole."),
            [RequestRejection.IncompleteBody] =
            new(400, "RFC 9112 §8", "The request ended before its body was whole."),
            [RequestRejection.HeadTimedOut] = new(408, "RFC 9110 §15.5.9", "The request did not arrive in time."),
            [RequestRejection.BodyTimedOut] =
            new(408, "RFC 9110 §15.5.9", "The request body did not arrive in time."),
        }.ToFrozenDictionary();

    /// <summary>The rule of a rejection. <see cref="RequestRejection.None"/> has none and gives the default.</summary>
    public static RejectionRule Of(RequestRejection rejection) =>
        rejection == RequestRejection.None ? default : Rules[rejection];
}
