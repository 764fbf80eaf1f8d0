// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet;

/// <summary>
/// Rules of HTTP that requests may break without being refused, for clients that nobody can mend. Each is named after the
/// fault, and none touches how a body is framed. A request that has a fault is answered, but it is the last of its
/// connection: whatever follows it is never read as a request, so that nothing can be smuggled behind it.
/// </summary>
[Flags]
public enum LenientRules
{
    /// <summary>None: every rule is kept.</summary>
    None = 0,

    /// <summary>
    /// Every line of a head ends in a line feed alone, which RFC 9112 §2.2 leaves to the server. For devices that write
    /// <c>\n</c> where they should write <c>\r\n</c>. A head that mixes the two is refused: a proxy would have let a value with
    /// a line feed through, and that is how fields are smuggled. Chunks and trailers are not read so.
    /// </summary>
    BareLineFeed = 1,

    /// <summary>
    /// More than one space before the version in a request line (<c>GET /  HTTP/1.1</c>), which RFC 9112 §3 leaves to the
    /// server. For clients that IIS has always served. Other white space there, or elsewhere in the line, is refused.
    /// </summary>
    SpacesBeforeVersion = 2,

    /// <summary>
    /// A Host field that names another host than the whole URI in the request line, or is none; it is then ignored, as RFC 9112
    /// §3.2.2 demands. For clients that send both and fill in Host wrongly. Not behind a proxy that chooses by Host what may be
    /// asked for: it has looked at a host that is not the one that answers.
    /// </summary>
    HostUnlikeTarget = 4,
}
