// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Watching;

/// <summary>What has changed in a folder, and so what a page has to do.</summary>
internal enum Change
{
    /// <summary>Style sheets alone: they can be taken anew without the page.</summary>
    Style,

    /// <summary>Anything else: the page is taken anew.</summary>
    Page,
}
