// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Tls;

/// <summary>
/// Names of servers in the one form in which certificates, SNI and the Host field are compared: that of
/// <see cref="HostName"/>.
/// </summary>
internal static class ServerName
{
    private static readonly IdnMapping Idn = new();

    /// <summary>A name of SNI or of a certificate in this form; empty when it has none.</summary>
    public static string Normal(string name)
    {
        try
        {
            // The base library decodes what SNI has in punycode.
            string ascii = Ascii.IsValid(name) ? name : Idn.GetAscii(name);
            return OfAuthority(Encoding.ASCII.GetBytes(ascii));
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    /// <summary>The host of an authority, such as <c>Example.com:8443</c>; empty when it has none.</summary>
    public static string OfAuthority(ReadOnlySpan<byte> authority)
    {
        Span<char> buffer = stackalloc char[HostName.MaxChars];
        return HostName.TryNormalise(authority, buffer, out int length) ? buffer[..length].ToString() : "";
    }

    /// <summary>The wildcard that stands for a name in a certificate; null for a name of one label. RFC 9525 §6.3.</summary>
    public static string? WildcardOf(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? string.Concat("*", name.AsSpan(dot)) : null;
    }
}
