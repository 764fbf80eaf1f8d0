// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// A form that a listing can have: it writes what stands before the entries, each entry, and what stands behind
/// them. Made for one listing.
/// </summary>
internal abstract class ListingForm
{
    /// <summary>The value of Content-Type.</summary>
    public abstract string ContentType { get; }

    /// <summary>What a browser may do with it; null where there is nothing to forbid.</summary>
    public virtual string? ContentSecurityPolicy => null;

    /// <summary>Whether lengths and dates are shown, and so have to be asked for.</summary>
    public virtual bool ShowsStatus => true;

    /// <summary>Whether the text of a readme is shown.</summary>
    public virtual bool ShowsReadme => false;

    /// <summary>Writes what stands before the entries.</summary>
    public abstract void AddHead(ListingBuffer buffer);

    /// <summary>Writes a file or folder.</summary>
    public abstract void AddEntry(ListingBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry);

    /// <summary>Writes what stands behind the entries.</summary>
    public abstract void AddFoot(ListingBuffer buffer, in ListingTotals totals, in ReadmeText readme);
}
