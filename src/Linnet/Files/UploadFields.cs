// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// What a request says about an upload that can be resumed (draft-ietf-httpbis-resumable-upload): items of structured fields
/// (RFC 9651 §3.3), of which anything else is as good as nothing.
/// </summary>
/// <param name="IsComplete">Whether the upload is complete with this request; null when it cannot be resumed.</param>
/// <param name="Offset">From which byte on it goes.</param>
/// <param name="Length">How many bytes it will have.</param>
/// <param name="Version">Which version of the draft its client has been written for; null when it does not say.</param>
internal sealed record UploadFields(bool? IsComplete, long? Offset, long? Length, string? Version)
{
    // The versions of the draft since the fields are what they are now.
    private const long OldestVersion = 6;
    private const long NewestVersion = 9;

    /// <summary>Reads the fields of a request.</summary>
    public static UploadFields Of(HttpRequest request)
    {
        long? version = IntegerOf(request.Headers, "Upload-Draft-Interop-Version"u8);
        return new UploadFields(
            BooleanOf(request.Headers, "Upload-Complete"u8),
            IntegerOf(request.Headers, "Upload-Offset"u8),
            IntegerOf(request.Headers, "Upload-Length"u8),
            version is >= OldestVersion and <= NewestVersion ? request.Headers["Upload-Draft-Interop-Version"] : null);
    }

    private static bool? BooleanOf(RequestHeaders headers, ReadOnlySpan<byte> name) =>
        headers.TryGetOnly(name, out ReadOnlySpan<byte> value)
            ? value switch
            {
                [(byte)'?', (byte)'1'] => true,
                [(byte)'?', (byte)'0'] => false,
                _ => null,
            }
            : null;

    // RFC 9651 §3.3.1: up to fifteen digits.
    private static long? IntegerOf(RequestHeaders headers, ReadOnlySpan<byte> name) =>
        headers.TryGetOnly(name, out ReadOnlySpan<byte> value)
        && value.Length <= 15
        && DecimalInteger.TryParse(value, out long number)
            ? number
            : null;
}
