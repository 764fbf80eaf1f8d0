// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What a listing has come to.</summary>
internal struct ListingTotals
{
    /// <summary>Folders shown.</summary>
    public int Folders { get; set; }

    /// <summary>Files shown.</summary>
    public int Files { get; set; }

    /// <summary>Bytes in the files shown, where they have been asked for.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether there are more than are shown.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether there are too many to be sorted by anything but their names.</summary>
    public bool IsByNameOnly { get; set; }
}
