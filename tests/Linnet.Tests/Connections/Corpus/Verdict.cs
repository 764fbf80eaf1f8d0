// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Tests.Connections.Corpus;

/// <summary>What becomes of a connection after a probe has been answered.</summary>
internal enum Verdict
{
    /// <summary>The answer says close, the server ends its stream, and nothing that follows is read as a request.</summary>
    Refused,

    /// <summary>The request is answered and the next one too.</summary>
    Served,

    /// <summary>The request is answered, and the connection closes as its client asked.</summary>
    ServedAndClosed,
}
