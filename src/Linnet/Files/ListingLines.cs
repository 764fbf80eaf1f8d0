// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// A listing as plain text, for scripts: a name on each line, folders with a slash. A name that is no line of text stands in
/// quotes (<see cref="ListingBuffer.AddLine"/>).
/// </summary>
internal sealed class ListingLines : ListingForm
{
    /// <inheritdoc/>
    public override string ContentType => "text/plain; charset=utf-8";

    /// <inheritdoc/>
    public override bool ShowsStatus => false;

    /// <inheritdoc/>
    public override void AddHead(ListingBuffer buffer)
    {
        // The first line is a name already.
    }

    /// <inheritdoc/>
    public override void AddEntry(ListingBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry) =>
        buffer.AddLine(name, entry.Kind == EntryKind.Folder ? "/"u8 : default);

    /// <inheritdoc/>
    public override void AddFoot(ListingBuffer buffer, in ListingTotals totals, in ReadmeText readme)
    {
        // A line that is no name would be taken for one.
    }
}
