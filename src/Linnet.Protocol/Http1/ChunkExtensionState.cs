// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Http1;

/// <summary>Where in the grammar of a chunk extension a reader stands. RFC 9112 §7.1.1.</summary>
internal enum ChunkExtensionState : byte
{
    /// <summary>After the chunk size or a whole extension, where only white space or a semicolon may follow.</summary>
    Start,

    /// <summary>After a semicolon.</summary>
    BeforeName,

    /// <summary>Within a name.</summary>
    Name,

    /// <summary>In white space after a name.</summary>
    AfterName,

    /// <summary>After an equals sign.</summary>
    BeforeValue,

    /// <summary>Within a value that is a token.</summary>
    TokenValue,

    /// <summary>Within a value that is a quoted string.</summary>
    QuotedValue,

    /// <summary>After a backslash in a quoted string.</summary>
    QuotedPair,

    /// <summary>After the closing quote of a value.</summary>
    AfterQuotedValue,

    /// <summary>The last byte broke the grammar.</summary>
    Invalid,
}
