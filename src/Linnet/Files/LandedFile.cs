// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>An upload that is where it belongs.</summary>
/// <param name="Path">Its path below the root.</param>
/// <param name="EntityTag">The tag by which reading knows it.</param>
/// <param name="HasReplaced">Whether another one was there.</param>
internal sealed record LandedFile(byte[] Path, string? EntityTag, bool HasReplaced);
