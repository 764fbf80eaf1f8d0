// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Protocol.Messages;

/// <summary>From the bytes of a scheme to the scheme, its name and its port.</summary>
internal static class UriSchemes
{
    /// <summary>Recognises a scheme, in any case (RFC 9110 §4.2.3); false for one that HTTP does not serve.</summary>
    public static bool TryRecognise(ReadOnlySpan<byte> name, out UriScheme scheme)
    {
        scheme = name.Length == "https".Length ? UriScheme.Https : UriScheme.Http;
        return Ascii.EqualsIgnoreCase(name, Name(scheme));
    }

    /// <summary>The name in its normal form, lower case.</summary>
    public static string Name(UriScheme scheme) => scheme switch
    {
        UriScheme.Http => "http",
        UriScheme.Https => "https",
    };

    /// <summary>The port that is meant where none is written. RFC 9110 §4.2.1, §4.2.2.</summary>
    public static int DefaultPort(UriScheme scheme) => scheme switch
    {
        UriScheme.Http => 80,
        UriScheme.Https => 443,
    };
}
