// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>How far a response has come.</summary>
internal enum ResponseState : byte
{
    /// <summary>No byte of it has been written; it can still become another one.</summary>
    Unstarted,

    /// <summary>Its head has been written.</summary>
    Started,

    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>It was given up.</summary>
    Aborted,

    /// <summary>It was 101: the connection speaks another protocol now.</summary>
    Upgraded,
}
