// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What a listing is sorted by.</summary>
internal enum ListingKey
{
    /// <summary>By <see cref="NaturalOrder"/>.</summary>
    Name,

    /// <summary>By length; folders have none and stand by name.</summary>
    Size,

    /// <summary>By when the content last changed.</summary>
    Date,
}
