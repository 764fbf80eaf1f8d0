// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>Answers a request with a folder: an archive of it where one is asked for, else what is in it.</summary>
internal sealed class FolderSender(FileTree tree, NameRules rules, FileHandlerOptions options)
{
    private readonly ListingSender _listings = new(tree, rules, options);
    private readonly ArchiveSender _archives = new(tree, rules, options);

    /// <summary>Whether a request is for an archive, which a folder with an index has too.</summary>
    public bool WantsArchive(HttpRequest request) =>
        options.Archives && ArchiveSender.IsWanted(request.Query, out _);

    /// <summary>Sends it, and closes the folder however that ends.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    public ValueTask SendAsync(HttpExchange exchange, OpenedFile folder, ReadOnlySpan<byte> path) =>
        options.Archives && ArchiveSender.IsWanted(exchange.Request.Query, out ArchiveKind kind)
            ? _archives.SendAsync(exchange, folder, path, kind)
            : _listings.SendAsync(exchange, folder, path);
}
