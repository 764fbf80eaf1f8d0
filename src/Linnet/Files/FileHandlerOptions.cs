// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// What a <see cref="FileHandler"/> does beyond serving plain files under their names. Everything is off unless switched on.
/// </summary>
public sealed class FileHandlerOptions
{
    /// <summary>
    /// Where the root is mounted: with <c>/files</c>, the path <c>/files/a.txt</c> is the file <c>a.txt</c>, and what is not
    /// below is a 404. Begins with a slash and has none at its end; none unless set.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// Answers a request for a folder that has no <c>index.html</c> with what is in it: as a page, as JSON or as plain text, as
    /// Accept says. Off, it is a 404, as in nginx, Caddy and ASP.NET Core.
    /// </summary>
    public bool ListFolders { get; init; }

    /// <summary>
    /// Answers <c>?zip</c> and <c>?tar.gz</c> behind the address of a folder with an archive of what is in it, and
    /// <c>?zip&amp;name=a&amp;name=b</c> with one of those. An archive holds all that is served below the folder, whatever
    /// middleware says of paths in there.
    /// </summary>
    public bool Archives { get; init; }

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

    /// <summary>
    /// What stands for a folder when its address is asked for: the first of these files that is there. <c>index.html</c> unless
    /// set.
    /// </summary>
    /// <exception cref="ArgumentException">One is no file name.</exception>
    public IReadOnlyList<string> IndexNames
    {
        get;
        init => field = Checked(value, FilePath.Check);
    } = ["index.html"];

    /// <summary>
    /// What may be left out of an address: with <c>.html</c>, <c>/about</c> is <c>about.html</c>, unless there is a file
    /// <c>about</c>. Nobody is redirected, neither there nor away from <c>/about.html</c>. None unless set.
    /// </summary>
    /// <exception cref="ArgumentException">One has no dot in front, or is no end of a file name.</exception>
    public IReadOnlyList<string> Extensions
    {
        get;
        init => field = Checked(value, FilePath.CheckExtension);
    } = [];

    /// <summary>
    /// Sends <c>a.js.br</c>, <c>a.js.zst</c> or <c>a.js.gz</c> for <c>a.js</c> to clients that understand them, of text and
    /// other types that compress well. <c>a.js</c> itself need not be there: who understands none of those that are then gets a
    /// 404.
    /// </summary>
    public bool Precompressed { get; init; }

    /// <summary>
    /// The file that stands for every page that is not there, with status 200: the one page of an application that routes in
    /// the browser, <c>index.html</c>. Only for what may be a page: an address without extension, or one that a browser
    /// navigates to. A missing script stays a 404.
    /// </summary>
    /// <exception cref="ArgumentException">It is no path below the root.</exception>
    public string? Fallback
    {
        get;
        init => field = CheckedPath(value);
    }

    /// <summary>The file that is sent with every 404, such as <c>404.html</c>.</summary>
    /// <exception cref="ArgumentException">It is no path below the root.</exception>
    public string? NotFoundPage
    {
        get;
        init => field = CheckedPath(value);
    }

    /// <summary>
    /// The value of Cache-Control for files, such as <c>no-cache</c> to have every use of a copy confirmed; nothing unless set.
    /// For rules by path or type, use middleware.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public string? CacheControl
    {
        get;
        init
        {
            if (value is not null)
            {
                ResponseHeaders.Check("Cache-Control", value);
            }

            field = value;
        }
    }

    /// <summary>
    /// Lets clients keep a file for a year without asking when its name holds a hash of its content, as bundlers make them:
    /// <c>app.3f2a9c1b.js</c>, <c>index-B7pX2kQd.css</c>. At least eight characters before the extension, with letters and digits.
    /// </summary>
    public bool CacheHashedNames { get; init; }

    /// <summary>
    /// What may be uploaded; null, as it is unless set, for nothing. Linux only, and with one folder as the root. See
    /// docs/uploads.md.
    /// </summary>
    public UploadOptions? Uploads { get; init; }

    private static string[] Checked(IReadOnlyList<string> values, Action<string> check)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (string value in values)
        {
            check(value);
        }

        return [.. values];
    }

    private static string? CheckedPath(string? path)
    {
        string? relative = path?.StartsWith('/') == true ? path[1..] : path;
        if (relative is not null)
        {
            FilePath.Check(relative);
        }

        return relative;
    }
}
