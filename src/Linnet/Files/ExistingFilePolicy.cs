// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What happens to an upload whose name is taken.</summary>
public enum ExistingFilePolicy
{
    /// <summary>It is refused with 409, and what is there stays.</summary>
    Refuse,

    /// <summary>It takes the other's place in one step: who reads meanwhile gets the one or the other, whole.</summary>
    Replace,

    /// <summary>
    /// It gets another name, as in <c>photo (2).jpg</c>. Not by PUT, which says exactly where: there it is refused.
    /// </summary>
    Number,
}
