// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Http1;

/// <summary>The one question asked of a Transfer-Encoding value: is it <c>chunked</c>, and only that? RFC 9112 §6.1.</summary>
internal static class TransferCodings
{
    /// <summary>None for <c>chunked</c> in any case; otherwise why the request is refused.</summary>
    public static RequestRejection Check(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            return RequestRejection.None;
        }

        bool afterChunked = false;
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            ReadOnlySpan<byte> coding = Token.Trim(comma < 0 ? value : value[..comma]);
            bool chunked = Ascii.EqualsIgnoreCase(coding, "chunked"u8);

            // RFC 9112 §6.3: chunked that is not the last coding leaves the length unknown. §7.1: chunked takes no
            // parameter and stands once. `identity` was removed from HTTP: whoever sends it speaks something else.
            if (!Token.IsToken(coding) || afterChunked || Ascii.EqualsIgnoreCase(coding, "identity"u8))
            {
                return RequestRejection.InvalidTransferEncoding;
            }

            afterChunked = chunked;
            if (comma < 0)
            {
                // RFC 9112 §6.3: a request whose last coding is not chunked MUST be answered 400, because nobody can tell
                // where it ends; that it may also be a coding nobody knows comes second. §6.1: once chunked says where
                // the body ends, a coding before it that we do not understand is answered 501.
                return chunked ? RequestRejection.UnsupportedTransferCoding : RequestRejection.InvalidTransferEncoding;
            }

            value = value[(comma + 1)..];
        }
    }
}
