// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Text;

/// <summary>
/// Why a request path names nothing that could be served. <see cref="TargetPath.StatusOf"/> has the answer to
/// each.
/// </summary>
internal enum TargetPathRejection
{
    /// <summary>The path is accepted.</summary>
    None,

    /// <summary>It does not begin with a slash (asterisk-form, authority-form, empty). 400.</summary>
    NotAbsolute,

    /// <summary>
    /// A raw byte that no path may hold: blank, control, "?", "#", above 0x7E (RFC 3986 §3.3). 400.
    /// </summary>
    InvalidCharacter,

    /// <summary>A percent sign without two hexadecimal digits (RFC 3986 §2.1). 400.</summary>
    InvalidEncoding,

    /// <summary>
    /// %2F: a slash that is not a separator here but would be one for whoever decodes next. 400.
    /// </summary>
    EncodedSlash,

    /// <summary>
    /// A backslash, raw or as %5C: a separator on Windows and for browsers, a name elsewhere. 400.
    /// </summary>
    Backslash,

    /// <summary>
    /// An encoded control character, NUL above all: it ends names in C and confuses logs and terminals. 400.
    /// </summary>
    ControlCharacter,

    /// <summary>
    /// Decoded bytes that are not UTF-8: overlong, surrogate, cut short or another encoding. 400.
    /// </summary>
    InvalidUtf8,

    /// <summary>
    /// A ".." with nothing left to remove. RFC 3986 §5.2.4 would ignore it; nobody honest sends it. 400.
    /// </summary>
    AboveRoot,

    /// <summary>Two slashes in a row: a segment with an empty name, which no file has. 404.</summary>
    EmptySegment,
}
