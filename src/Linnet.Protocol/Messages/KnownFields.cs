// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Protocol.Messages;

/// <summary>From the bytes of a field name to the field.</summary>
internal static class KnownFields
{
    /// <summary>Recognises a field name, in any case (RFC 9110 §5.1).</summary>
    public static KnownField Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        // The length alone settles nearly every name: no other field in common use has four or six letters and
        // begins like one of these.
        4 when Ascii.EqualsIgnoreCase(name, "Host"u8) => KnownField.Host,
        6 when Ascii.EqualsIgnoreCase(name, "Expect"u8) => KnownField.Expect,
        7 when Ascii.EqualsIgnoreCase(name, "Upgrade"u8) => KnownField.Upgrade,
        10 when Ascii.EqualsIgnoreCase(name, "Connection"u8) => KnownField.Connection,
        14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8) => KnownField.ContentLength,
        17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) => KnownField.TransferEncoding,
        _ => KnownField.Other,
    };
}
