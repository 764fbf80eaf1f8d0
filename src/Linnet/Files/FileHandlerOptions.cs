// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>
/// What a <see cref="FileHandler"/> shows beyond plain files. Everything is off unless switched on.
/// </summary>
public sealed class FileHandlerOptions
{
    /// <summary>
    /// Where the root is mounted: with <c>/files</c>, the path <c>/files/a.txt</c> is the file <c>a.txt</c>, and what is not
    /// below is a 404. Begins with a slash and has none at its end; none unless set.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// Answers a request for a folder that has no <c>index.html</c> with a page of what is in it. Off, it is
    /// a 404, as in nginx, Caddy and ASP.NET Core.
    /// </summary>
    public bool ListFolders { get; init; }

    /// <summary>
    /// Serves and lists names that are hidden otherwise: dotfiles and dot-folders (all but
    /// <c>/.well-known/</c>),
    /// <c>web.config</c>, and what editors leave behind (<c>~</c>, <c>.bak</c>, <c>.swp</c> and the like).
    /// </summary>
    public bool ServeHidden { get; init; }

    /// <summary>
    /// Follows relative symbolic links that stay inside the root. Needs Linux 5.6 or later; elsewhere the
    /// handler refuses to be made. Off, every link is a 404.
    /// </summary>
    public bool FollowLinksInsideRoot { get; init; }
}
