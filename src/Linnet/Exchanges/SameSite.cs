// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Exchanges;

/// <summary>Whether a browser sends a cookie with requests that come from another site. RFC 6265bis §4.1.2.7.</summary>
public enum SameSite
{
    /// <summary>Only when somebody follows a link or types an address, not with what pages of other sites send.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always; a browser wants <see cref="ResponseCookie.Secure"/> for it.</summary>
    None,
}
