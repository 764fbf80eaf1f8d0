// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// A listing as a page for people. It loads nothing, works without a script, and is well-formed XML but for what an HTML
/// parser wants otherwise. Of the request, nothing is in it but the path that was found.
/// </summary>
internal sealed class ListingPage(byte[] path, ListingOrder order, bool hasArchives, bool takesUploads) : ListingForm
{
    /// <inheritdoc/>
    public override string ContentType => "text/html; charset=utf-8";

    /// <inheritdoc/>
    public override string ContentSecurityPolicy => ListingAssets.PolicyFor(hasArchives, takesUploads);

    /// <inheritdoc/>
    public override bool ShowsReadme => true;

    // Whoever sorts goes on sorting in the folders he opens.
    private ReadOnlySpan<byte> Query => order.IsDefault ? default : order.Query;

    /// <inheritdoc/>
    public override void AddHead(ListingBuffer buffer)
    {
        buffer.AddMarkup("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath
             fill='%233f7fe0' d='M1 4c0-.6.4-1 1-1h4l1.6 2H14c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1H2c-.6 0-1-.4-1-1z'/%3E%3C/svg%3E" />
            <title>
            """u8);
        buffer.AddMarkup("/"u8);
        buffer.AddText(path);
        buffer.AddMarkup("</title>\n<style>"u8);
        buffer.AddMarkup(ListingAssets.Style);
        if (takesUploads)
        {
            buffer.AddMarkup("</style>\n<style>"u8);
            buffer.AddMarkup(ListingAssets.UploadStyle);
        }

        buffer.AddMarkup("</style>\n</head>\n<body>\n<main>\n"u8);
        AddBreadcrumbs(buffer);
        if (takesUploads)
        {
            AddUploadForm(buffer);
        }

        if (hasArchives)
        {
            buffer.AddMarkup("<form method=\"get\">\n"u8);
        }

        AddTools(buffer);
        AddTableHead(buffer);
        if (path.Length > 0)
        {
            buffer.AddMarkup(hasArchives ? "<tr class=\"u\"><td class=\"c\"></td>"u8 : "<tr class=\"u\">"u8);
            buffer.AddMarkup("<td class=\"n\"><a class=\"up\" href=\"../"u8);
            buffer.AddMarkup(Query);
            buffer.AddMarkup("\">Parent folder</a></td><td class=\"s\"></td><td class=\"d\"></td></tr>\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void AddEntry(ListingBuffer buffer, ReadOnlySpan<byte> name, in FolderEntry entry) =>
        ListingRow.Add(buffer, name, entry, Query, hasArchives);

    /// <inheritdoc/>
    public override void AddFoot(ListingBuffer buffer, in ListingTotals totals, in ReadmeText readme)
    {
        buffer.AddMarkup("</tbody>\n</table>\n"u8);
        if (hasArchives)
        {
            buffer.AddMarkup("</form>\n"u8);
        }

        AddTotals(buffer, totals);
        if (!readme.Text.IsEmpty)
        {
            AddReadme(buffer, readme);
        }

        buffer.AddMarkup("</main>\n<script>"u8);
        buffer.AddMarkup(ListingAssets.Script);
        if (takesUploads)
        {
            buffer.AddMarkup("</script>\n<script>"u8);
            buffer.AddMarkup(ListingAssets.UploadScript);
        }

        buffer.AddMarkup("</script>\n</body>\n</html>\n"u8);
    }

    /// <summary>
    /// Links upwards are relative, so that the page works behind a proxy that adds or removes a prefix.
    /// </summary>
    private void AddBreadcrumbs(ListingBuffer buffer)
    {
        int depth = path.AsSpan().Count((byte)'/');
        buffer.AddMarkup("<nav aria-label=\"Folders\"><h1>"u8);
        AddCrumb(buffer, "root"u8, depth);
        ReadOnlySpan<byte> rest = path;
        while (depth > 0)
        {
            int slash = rest.IndexOf((byte)'/');
            buffer.AddMarkup(" <i>/</i> "u8);
            AddCrumb(buffer, rest[..slash], --depth);
            rest = rest[(slash + 1)..];
        }

        buffer.AddMarkup("</h1></nav>\n"u8);
    }

    private void AddCrumb(ListingBuffer buffer, ReadOnlySpan<byte> name, int levelsUp)
    {
        if (levelsUp == 0)
        {
            buffer.AddMarkup("<bdi aria-current=\"page\">"u8);
            buffer.AddText(name);
            buffer.AddMarkup("</bdi>"u8);
            return;
        }

        buffer.AddMarkup("<a href=\""u8);
        for (int level = 0; level < levelsUp; level++)
        {
            buffer.AddMarkup("../"u8);
        }

        buffer.AddMarkup(Query);
        buffer.AddMarkup("\"><bdi>"u8);
        buffer.AddText(name);
        buffer.AddMarkup("</bdi></a>"u8);
    }

    /// <summary>Without the script, a form like any other; with it, a place to drop files, and a list of those on their way.</summary>
    private static void AddUploadForm(ListingBuffer buffer) => buffer.AddMarkup("""
        <form id="upload" class="up-form" method="post" action="./" enctype="multipart/form-data">
        <label for="files">Add files to this folder</label>
        <input type="file" id="files" name="files" multiple="" /><button>Upload</button>
        </form>
        <ul id="sent" aria-label="Uploads"></ul>
        <p id="said" role="status"></p>

        """u8);

    /// <summary>What needs the script is hidden until it runs.</summary>
    private void AddTools(ListingBuffer buffer)
    {
        buffer.AddMarkup("""
            <div class="tools">
            <input type="search" id="filter" placeholder="Filter" aria-label="Filter the names" autocomplete="off"
            spellcheck="false" hidden="" />

            """u8);
        if (hasArchives)
        {
            buffer.AddMarkup("""
                <span class="get">Download <span id="chosen">all</span> as <button name="zip">zip</button>
                <button name="tar.gz">tar.gz</button></span>

                """u8);
        }

        buffer.AddMarkup("</div>\n"u8);
    }

    private void AddTableHead(ListingBuffer buffer)
    {
        buffer.AddMarkup("<table>\n<thead><tr>"u8);
        if (hasArchives)
        {
            buffer.AddMarkup("""
                <td class="c"><input type="checkbox" id="every" aria-label="Select every name" hidden="" /></td>
                """u8);
        }

        AddColumn(buffer, "n"u8, "Name"u8, ListingKey.Name);
        AddColumn(buffer, "s"u8, "Size"u8, ListingKey.Size);
        AddColumn(buffer, "d"u8, "Changed (UTC)"u8, ListingKey.Date);
        buffer.AddMarkup("</tr></thead>\n<tbody>\n"u8);
    }

    /// <summary>A column's head sorts by it, and turns the order round when the page is sorted by it already.</summary>
    private void AddColumn(ListingBuffer buffer, ReadOnlySpan<byte> column, ReadOnlySpan<byte> title, ListingKey key)
    {
        bool isSorted = order.Key == key;
        buffer.AddMarkup("<th class=\""u8);
        buffer.AddMarkup(column);
        buffer.AddMarkup("\" scope=\"col\""u8);
        if (isSorted)
        {
            buffer.AddMarkup(order.IsDescending ? " aria-sort=\"descending\""u8 : " aria-sort=\"ascending\""u8);
        }

        buffer.AddMarkup("><a href=\""u8);
        buffer.AddMarkup(new ListingOrder(key, isSorted && !order.IsDescending).Query);
        buffer.AddMarkup("\">"u8);
        buffer.AddMarkup(title);
        buffer.AddMarkup("</a></th>"u8);
    }

    private static void AddTotals(ListingBuffer buffer, in ListingTotals totals)
    {
        buffer.AddMarkup("<footer><p id=\"told\" role=\"status\">"u8);
        if (totals.Folders + totals.Files == 0)
        {
            buffer.AddMarkup("This folder is empty"u8);
        }

        if (totals.Folders > 0)
        {
            buffer.AddNumber(totals.Folders);
            buffer.AddMarkup(totals.Folders == 1 ? " folder"u8 : " folders"u8);
            buffer.AddMarkup(totals.Files > 0 ? ", "u8 : default);
        }

        if (totals.Files > 0)
        {
            buffer.AddNumber(totals.Files);
            buffer.AddMarkup(totals.Files == 1 ? " file, "u8 : " files, "u8);
            ListingRow.AddSize(buffer, totals.Bytes);
        }

        buffer.AddMarkup(totals.IsCut ? ", and more that are not shown"u8 : default);
        buffer.AddMarkup(totals.IsByNameOnly ? ". Too many to be sorted by anything but name"u8 : default);
        buffer.AddMarkup("""
            </p>
            <p class="keys" hidden=""><kbd>/</kbd> filter <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> open
            <kbd>Backspace</kbd> up</p></footer>

            """u8);
    }

    private static void AddReadme(ListingBuffer buffer, in ReadmeText readme)
    {
        buffer.AddMarkup("<section aria-labelledby=\"readme\"><h2 id=\"readme\"><a class=\"text\" href=\""u8);
        buffer.AddSegment(readme.Name);
        buffer.AddMarkup("\">"u8);
        buffer.AddText(readme.Name);

        // The parser of HTML drops one line feed behind this tag.
        buffer.AddMarkup("</a></h2>\n<pre>\n"u8);
        buffer.AddLines(readme.Text);
        buffer.AddMarkup("</pre>\n"u8);
        if (readme.IsCut)
        {
            buffer.AddMarkup("<p><a href=\""u8);
            buffer.AddSegment(readme.Name);
            buffer.AddMarkup("\">The rest of it</a></p>\n"u8);
        }

        buffer.AddMarkup("</section>\n"u8);
    }
}
