// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>
/// How opening a name beneath the root ended. Failures of the disk itself are IOExceptions.
/// </summary>
internal enum LookupResult
{
    /// <summary>A regular file or a folder is open.</summary>
    Found,

    /// <summary>
    /// No such name, or one that is not served: a link, a pipe, a device, a forbidden file. Visitors cannot
    /// tell which.
    /// </summary>
    NotFound,

    /// <summary>The process or machine cannot tell right now: it has no handle or memory left for it.</summary>
    Unavailable,
}
