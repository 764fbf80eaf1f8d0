// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Middleware;

/// <summary>Reads the field Authorization: a scheme, blanks, and what the scheme needs (RFC 9110 §11.4).</summary>
internal static class Credentials
{
    /// <summary>
    /// Finds what is given for a scheme. False when there is no field, when it is of another scheme, and when there are two:
    /// somebody in between might have read the other one.
    /// </summary>
    public static bool TryRead(RequestHeaders headers, ReadOnlySpan<byte> scheme, out ReadOnlySpan<byte> given)
    {
        given = default;
        if (!headers.TryGetOnly("Authorization"u8, out ReadOnlySpan<byte> value))
        {
            return false;
        }

        int end = value.IndexOf((byte)' ');
        if (end < 0 || !Ascii.EqualsIgnoreCase(value[..end], scheme))
        {
            return false;
        }

        given = Token.Trim(value[end..]);
        return true;
    }
}
