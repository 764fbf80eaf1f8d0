// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// Answers a request with an archive of what is in an open folder, made while it is sent. What cannot be whole is cut off, so
/// that nobody takes it for whole: the response has no length, and its end is never sent.
/// </summary>
internal sealed class ArchiveSender(FileTree tree, NameRules rules, FileHandlerOptions options)
{
    // What a root is called by those who do not know its name.
    private const string NameOfRoot = "files";

    /// <summary>Whether a query asks for an archive.</summary>
    public static bool IsWanted(QueryParameters query, out ArchiveKind kind)
    {
        kind = ArchiveKind.Zip;
        if (query.TryGetBytes("zip"u8, out _))
        {
            return true;
        }

        kind = ArchiveKind.TarGzip;
        return query.TryGetBytes("tar.gz"u8, out _);
    }

    /// <summary>Sends the archive; the folder is closed however that ends.</summary>
    /// <param name="exchange">The request; names in its query are what is chosen of the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Its relative path: empty for the root, else with a slash at the end.</param>
    /// <param name="kind">Which kind.</param>
    public ValueTask SendAsync(HttpExchange exchange, OpenedFile folder, ReadOnlySpan<byte> path, ArchiveKind kind)
    {
        ArchiveWalk? walk = null;
        int status;
        try
        {
            walk = new(tree, folder, path, rules, options.FollowLinksInsideRoot);
            status = Choose(exchange.Request.Query, walk);
        }
        catch
        {
            walk?.Dispose();
            folder.Dispose();
            throw;
        }

        if (status != 200)
        {
            walk.Dispose();
            return PlainAnswer.SendAsync(exchange, status);
        }

        HttpResponse response = exchange.Response;
        response.ContentType = kind == ArchiveKind.Zip ? "application/zip" : "application/gzip";
        response.Headers.SetAttachment(FileNameOf(path) + (kind == ArchiveKind.Zip ? ".zip" : ".tar.gz"));
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Cache-Control"] = "no-cache";

        // RFC 9110 §14.3: it is made anew each time, so no part of it can be asked for.
        response.Headers["Accept-Ranges"] = "none";
        if (exchange.Request.Method is "HEAD")
        {
            walk.Dispose();

            // RFC 9110 §9.3.2: how long it would be, nobody knows before it is made.
            return response.FlushAsync(CancellationToken.None);
        }

        return SendAsync(exchange, walk, kind);
    }

    private async ValueTask SendAsync(HttpExchange exchange, ArchiveWalk walked, ArchiveKind kind)
    {
        using ArchiveWalk walk = walked;
        CancellationToken aborted = exchange.Aborted;
        ArchiveSink sink = new(exchange.Response) { IsBroken = true };
        await using (sink.ConfigureAwait(false))
        {
            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                await Task.Yield();
            }

            ArchiveWriter writer = kind == ArchiveKind.Zip ? new ZipWriter(sink) : new TarWriter(sink);
            await using (writer.ConfigureAwait(false))
            {
                await WriteAsync(writer, sink, walk, aborted).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask WriteAsync(
        ArchiveWriter writer, ArchiveSink sink, ArchiveWalk walk, CancellationToken aborted)
    {
        bool isWhole = false;
        sink.IsBroken = false;
        try
        {
            while (walk.TryNext(out ArchiveItem item))
            {
                aborted.ThrowIfCancellationRequested();
                if (item.Status.Kind == EntryKind.Folder)
                {
                    await writer.AddFolderAsync(item.Name, item.Status.ModifiedTicks, aborted).ConfigureAwait(false);
                    continue;
                }

                ArchivedFile file = new(tree, item.Opened);
                await writer.AddFileAsync(item.Name, file, aborted).ConfigureAwait(false);
            }

            await writer.EndAsync(aborted).ConfigureAwait(false);
            isWhole = true;
        }
        finally
        {
            // What compresses writes its own end when it is disposed.
            sink.IsBroken = !isWhole;
        }
    }

    /// <summary>Reads the names in the query: 200, 400 for what is no name, 404 for what is not there.</summary>
    private static int Choose(QueryParameters query, ArchiveWalk walk)
    {
        bool hasNames = false;
        for (int index = 0; index < query.Count; index++)
        {
            if (!query.NameBytes(index).SequenceEqual("name"u8))
            {
                continue;
            }

            hasNames = true;
            ReadOnlySpan<byte> name = query.ValueBytes(index);
            if (!ListedName.IsOneName(name))
            {
                return 400;
            }

            if (!walk.TryChoose(name))
            {
                return 404;
            }
        }

        if (hasNames)
        {
            walk.Choose();
        }

        return 200;
    }

    private static string FileNameOf(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return NameOfRoot;
        }

        ReadOnlySpan<byte> folder = path[..^1];
        return Encoding.UTF8.GetString(folder[(folder.LastIndexOf((byte)'/') + 1)..]);
    }
}
