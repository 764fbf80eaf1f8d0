// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>The fields the server itself reads; every other name is <see cref="Other"/>.</summary>
internal enum KnownField : byte
{
    /// <summary>A field the server has no opinion on.</summary>
    Other,
    Host,
    Connection,
    ContentLength,
    TransferEncoding,
    Expect,
    Upgrade,
}
