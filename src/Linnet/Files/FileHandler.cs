// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Serves the files of a folder, or one file, to GET and HEAD. <see cref="HandleAsync"/> is an
/// <see cref="HttpHandler"/>; one handler serves any number of requests at once. No path leads outside the
/// root and no link is followed.
/// </summary>
/// <remarks>
/// <para>A request is taken through these steps, each in a file of its own: method; path to names
/// (<see cref="TargetPath"/>); names that are not served (<see cref="NameRules"/>); opening beneath the root
/// (<see cref="FileTree"/>); then a file (<see cref="FileSender"/>), a page (<see cref="ListingPage"/>), a
/// redirect or a plain answer.</para>
/// <para>A GET of a small file allocates nothing, of a larger one a handle object. The path is worked on in
/// stack memory, dates are remembered (<see cref="DateTexts"/>), media types are constants. A redirect and a
/// page allocate more.</para>
/// </remarks>
public sealed class FileHandler : IDisposable
{
    // RFC 9110 §10.2.1.
    private const string AllowedMethods = "GET, HEAD, OPTIONS";

    // A path up to this is worked on on the stack; a longer one in a rented array.
    private const int StackBytes = 512;

    // A file up to this is read in one piece and leaves together with its head.
    internal const int SmallFileBytes = 12 * 1024;

    private readonly FileTree _tree;
    private readonly byte[]? _singleFile;
    private readonly NameRules _rules;
    private readonly FileHandlerOptions _options;
    private readonly FileSender _sender;
    private readonly MountPoint _mount;

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
        _singleFile = singleFile is null ? null : Encoding.UTF8.GetBytes(singleFile + '\0');
        _options = options;
        _rules = new NameRules(options.ServeHidden, windowsNames);
        _sender = new FileSender(time);
        _mount = new MountPoint(options.Prefix);
    }

    private FileHandler(FileRoot root, FileHandlerOptions options, TimeProvider time)
        : this(
            new RenewedTree(root.Folder, options.FollowLinksInsideRoot, time),
            root.File,
            options,
            time,
            OperatingSystem.IsWindows())
    {
    }

    /// <summary>Answers one request.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        switch (exchange.Request.Method)
        {
            case "GET" or "HEAD":
                return ServeAsync(exchange);
            case "OPTIONS":
                exchange.Response.StatusCode = 204;
                exchange.Response.Headers["Allow"] = AllowedMethods;
                return default;
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
    public void Dispose() => _tree.Dispose();

    private ValueTask ServeAsync(HttpExchange exchange)
    {
        ReadOnlySpan<byte> sent = exchange.Request.PathBytes;
        int needed = sent.Length + IndexName.Length + 1;
        byte[]? rented = needed <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(needed);
        Span<byte> path = rented is null ? stackalloc byte[StackBytes] : rented;
        sent.CopyTo(path);
        ValueTask answer = AnswerPath(exchange, path, sent.Length);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return answer;
    }

    /// <summary>
    /// The path as sent stands in a buffer with room for the index's name and a zero byte behind it.
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
            return length == 0 ? AnswerSingleFile(exchange, _singleFile) : PlainAnswer.SendAsync(exchange, 404);
        }

        if (_rules.RefusesPath(path[..length]))
        {
            return PlainAnswer.SendAsync(exchange, 404);
        }

        return length == 0 || path[length - 1] == (byte)'/'
            ? AnswerFolder(exchange, path, length)
            : AnswerName(exchange, path, length);
    }

    private ValueTask AnswerSingleFile(HttpExchange exchange, byte[] name)
    {
        // A copy: a lookup may write to its path for a moment, and this one is everybody's.
        Span<byte> path = name.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[name.Length];
        name.CopyTo(path);
        return AnswerName(exchange, path, name.Length - 1);
    }

    /// <summary>No slash at the end: a file, or a folder whose address has one.</summary>
    private ValueTask AnswerName(HttpExchange exchange, Span<byte> path, int length)
    {
        LookupResult result = Lookup(exchange, path, length, out OpenedFile opened);
        if (result != LookupResult.Found)
        {
            return AnswerFailure(exchange, result);
        }

        if (opened.Status.Kind == EntryKind.File)
        {
            return _sender.SendAsync(exchange, opened, MediaTypes.Of(path[..length]));
        }

        opened.Dispose();
        return FolderRedirect.SendAsync(exchange, _mount.PathOf(path[..length]));
    }

    /// <summary>A slash at the end: the folder's index, or a page of what is in it.</summary>
    private ValueTask AnswerFolder(HttpExchange exchange, Span<byte> path, int length)
    {
        IndexName.CopyTo(path[length..]);
        LookupResult result = Lookup(exchange, path, length + IndexName.Length, out OpenedFile opened);
        if (result == LookupResult.Found && opened.Status.Kind == EntryKind.File)
        {
            return _sender.SendAsync(exchange, opened, MediaTypes.Of(IndexName));
        }

        // A folder that happens to be called index.html is none.
        opened.Dispose();
        return result == LookupResult.Unavailable || !_options.ListFolders
            ? AnswerFailure(exchange, result)
            : AnswerListing(exchange, path, length);
    }

    private ValueTask AnswerListing(HttpExchange exchange, Span<byte> path, int length)
    {
        LookupResult result = Lookup(exchange, path, Math.Max(length - 1, 0), out OpenedFile opened);
        if (result == LookupResult.Found && opened.Status.Kind == EntryKind.Folder)
        {
            return ListingSender.SendAsync(
                exchange,
                opened,
                new ListingPage(_tree, opened.Handle, path[..length], _rules, _options.FollowLinksInsideRoot));
        }

        opened.Dispose();
        return AnswerFailure(exchange, result);
    }

    /// <summary>
    /// Looks up the first bytes of a path; the byte behind them is a zero for as long as that takes.
    /// </summary>
    private LookupResult Lookup(HttpExchange exchange, Span<byte> path, int length, out OpenedFile opened)
    {
        // HEAD sends no content, so there is none to read.
        int readUpTo = exchange.Request.Method is "GET" ? SmallFileBytes : 0;
        byte behind = path[length];
        path[length] = 0;
        LookupResult result = _tree.Open(path[..(length + 1)], readUpTo, out opened);
        path[length] = behind;
        return result;
    }

    internal static ValueTask AnswerFailure(HttpExchange exchange, LookupResult result)
    {
        if (result != LookupResult.Unavailable)
        {
            return PlainAnswer.SendAsync(exchange, 404);
        }

        // RFC 9110 §15.6.4: no handle or memory left; others give theirs back all the time.
        exchange.Response.Headers["Retry-After"] = "1";
        return PlainAnswer.SendAsync(exchange, 503);
    }

    private static ReadOnlySpan<byte> IndexName => "index.html"u8;
}
