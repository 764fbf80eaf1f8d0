// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Serves the files of folders, one file, or files in memory, to GET and HEAD. <see cref="HandleAsync"/> is an
/// <see cref="HttpHandler"/>; one handler serves any number of requests at once. No path leads outside the
/// root and no link is followed.
/// </summary>
/// <remarks>
/// <para>A request is taken through these steps, each in a file of its own: method; path to names
/// (<see cref="TargetPath"/>); names that are not served (<see cref="NameRules"/>); which file answers
/// (<see cref="FileAnswers"/>), opened beneath the root (<see cref="FileTree"/>); then the file (<see cref="FileSender"/>), a page
/// (<see cref="FolderListing"/>), a redirect or a plain answer.</para>
/// <para>A GET of a small file allocates nothing, of a larger one that is not asked for often a handle object. The path is
/// worked on in stack memory, dates and tags are remembered, media types are constants. A redirect and a page allocate
/// more.</para>
/// </remarks>
public sealed class FileHandler : IDisposable
{
    // RFC 9110 §10.2.1.
    internal const string AllowedMethods = "GET, HEAD, OPTIONS";

    // A path up to this is worked on on the stack; a longer one in a rented array.
    private const int StackBytes = 512;

    // A file up to this is read in one piece and leaves together with its head.
    internal const int SmallFileBytes = 12 * 1024;

    private readonly FileTree _tree;
    private readonly byte[]? _singleFile;
    private readonly NameRules _rules;
    private readonly FileAnswers _answers;
    private readonly MountPoint _mount;
    private readonly UploadHandler? _uploads;

    /// <summary>
    /// A handler for a folder, or for one file, which is then served at <c>/</c> and nowhere else.
    /// </summary>
    /// <param name="path">The folder or file. It may be a symbolic link: it is the operator's, and
    /// trusted.</param>
    /// <param name="options">What is shown beyond plain files; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is neither a folder nor a file of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the folder.</exception>
    /// <exception cref="IOException">The folder cannot be opened for another reason.</exception>
    /// <exception cref="PlatformNotSupportedException">An option asks for what this system cannot
    /// promise.</exception>
    public FileHandler(string path, FileHandlerOptions? options = null)
        : this(path, options, TimeProvider.System)
    {
    }

    /// <summary>A handler for several folders: what the first does not have is looked for in the next.</summary>
    /// <param name="folders">The folders, as for <see cref="FileHandler(string, FileHandlerOptions?)"/>. A page of what is in a
    /// folder shows the first that has it.</param>
    /// <param name="options">What is done beyond plain files; null for nothing.</param>
    /// <exception cref="ArgumentException">There is none, or there are several and uploads are to be stored.</exception>
    /// <exception cref="IOException">One is not there, or cannot be opened.</exception>
    public FileHandler(IReadOnlyList<string> folders, FileHandlerOptions? options = null)
        : this(
            OpenAll(folders, options ?? new FileHandlerOptions()),
            null,
            options ?? new FileHandlerOptions(),
            TimeProvider.System,
            OperatingSystem.IsWindows())
    {
    }

    /// <summary>A handler for files in memory.</summary>
    /// <param name="files">The files. There are no pages of what is in a folder.</param>
    /// <param name="options">What is done beyond plain files; null for nothing.</param>
    public FileHandler(MemoryFiles files, FileHandlerOptions? options = null)
        : this(new MemoryTree(files), null, options ?? new FileHandlerOptions(), TimeProvider.System, windowsNames: false)
    {
        ArgumentNullException.ThrowIfNull(files);
    }

    /// <summary>A handler with a clock of the caller's.</summary>
    internal FileHandler(string path, FileHandlerOptions? options, TimeProvider time)
        : this(FileRoot.Find(path), options ?? new FileHandlerOptions(), time)
    {
    }

    /// <summary>
    /// A handler for a tree, disposed with it; <paramref name="singleFile"/> is the one name served.
    /// </summary>
    internal FileHandler(
        FileTree tree, string? singleFile, FileHandlerOptions options, TimeProvider time, bool windowsNames)
    {
        _tree = tree;
        _singleFile = singleFile is null ? null : Encoding.UTF8.GetBytes(singleFile);
        _rules = new NameRules(options.ServeHidden, windowsNames);
        _mount = new MountPoint(options.Prefix);
        _answers = new FileAnswers(tree, _rules, _mount, options, time);
        _uploads = AcceptUploads(options, time);
    }

    private FileHandler(FileRoot root, FileHandlerOptions options, TimeProvider time)
        : this(Open(root.Folder, options, time), root.File, options, time, OperatingSystem.IsWindows())
    {
    }

    /// <summary>Answers one request.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        switch (exchange.Request.Method)
        {
            case "HEAD" when _uploads is not null && UploadHandler.IsAboutUpload(exchange.Request):
                return _uploads.HandleAsync(exchange);
            case "GET" or "HEAD":
                return ServeAsync(exchange);
            case "OPTIONS" when _uploads is not null:
                return _uploads.SendOptionsAsync(exchange);
            case "OPTIONS":
                exchange.Response.StatusCode = 204;
                exchange.Response.Headers["Allow"] = AllowedMethods;
                return default;
            case "POST" or "PUT" or "DELETE" or "PATCH" when _uploads is not null:
                return _uploads.HandleAsync(exchange);
            case "POST" or "PUT" or "DELETE" or "PATCH" or "TRACE" or "CONNECT":
            case "COPY" or "MOVE" or "MKCOL" or "PROPFIND" or "PROPPATCH" or "LOCK" or "UNLOCK":
                // RFC 9110 §15.5.6: known, but not for files; the answer names the methods that are.
                exchange.Response.Headers["Allow"] = AllowedMethods;
                return PlainAnswer.SendAsync(exchange, 405);
            default:
                return PlainAnswer.SendAsync(exchange, 501);
        }
    }

    /// <summary>Lets go of the root. Files that are being sent are sent to their end.</summary>
    public void Dispose()
    {
        _uploads?.Dispose();
        _tree.Dispose();
    }

    private UploadHandler? AcceptUploads(FileHandlerOptions options, TimeProvider time)
    {
        if (options.Uploads is not { } uploads)
        {
            return null;
        }

        try
        {
            return _singleFile is null && _tree is not (LayeredTree or MemoryTree)
                ? new UploadHandler(_tree, _rules, _mount, uploads, time)
                : throw new ArgumentException(
                    "Uploads need one folder to be stored in: serve other files by handlers of their own.", nameof(options));
        }
        catch
        {
            _tree.Dispose();
            throw;
        }
    }

    private static FileTree Open(string folder, FileHandlerOptions options, TimeProvider time)
    {
        FileTree tree = new RenewedTree(folder, options.FollowLinksInsideRoot, time);

        // Elsewhere a handle does not know that its name has gone, and on Windows an open file is in the way of who replaces it.
        return OperatingSystem.IsLinux() ? new KeepingTree(tree, time) : tree;
    }

    private static FileTree OpenAll(IReadOnlyList<string> folders, FileHandlerOptions options)
    {
        ArgumentNullException.ThrowIfNull(folders);
        if (folders.Count == 0)
        {
            throw new ArgumentException("Name at least one folder to serve.", nameof(folders));
        }

        List<FileTree> trees = [];
        try
        {
            foreach (string folder in folders)
            {
                trees.Add(Open(folder, options, TimeProvider.System));
            }
        }
        catch
        {
            trees.ForEach(static tree => tree.Dispose());
            throw;
        }

        return trees.Count == 1 ? trees[0] : new LayeredTree([.. trees]);
    }

    private ValueTask ServeAsync(HttpExchange exchange)
    {
        ReadOnlySpan<byte> sent = exchange.Request.PathBytes;
        int needed = Math.Max(sent.Length, _singleFile?.Length ?? 0) + _answers.RoomBytes;
        byte[]? rented = needed <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(needed);
        Span<byte> path = rented is null ? stackalloc byte[StackBytes] : rented;
        sent.CopyTo(path);
        try
        {
            return AnswerPath(exchange, path, sent.Length);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>
    /// The path as sent stands in a buffer with room for what may be put behind it.
    /// </summary>
    private ValueTask AnswerPath(HttpExchange exchange, Span<byte> path, int sentLength)
    {
        TargetPathRejection rejection = TargetPath.Normalize(path[..sentLength], out int length);
        if (rejection != TargetPathRejection.None)
        {
            return PlainAnswer.SendAsync(exchange, TargetPath.StatusOf(rejection));
        }

        int prefix = _mount.LengthIn(path[..length]);
        if (prefix < 0)
        {
            return _mount.IsAt(path[..length])
                ? FolderRedirect.SendAsync(exchange, path[..length])
                : PlainAnswer.SendAsync(exchange, 404);
        }

        path = path[prefix..];
        length -= prefix;
        if (_singleFile is not null)
        {
            _singleFile.CopyTo(path);
            return length == 0
                ? _answers.AnswerName(exchange, path, _singleFile.Length)
                : PlainAnswer.SendAsync(exchange, 404);
        }

        return _rules.RefusesPath(path[..length])
            ? _answers.AnswerRefused(exchange)
            : _answers.AnswerPath(exchange, path, length);
    }
}
