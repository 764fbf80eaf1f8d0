// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>
/// Which file answers a path: the one of that name, one coded beforehand, one whose extension was left out, a folder's index,
/// or the page that stands for what is not there. Every name is opened through the tree.
/// </summary>
/// <remarks>
/// A path stands at the beginning of a buffer that has <see cref="RoomBytes"/> behind it: names are tried by writing their ends
/// there.
/// </remarks>
internal sealed class FileAnswers
{
    // ".zst", and the zero byte behind every name.
    private const int LongestCodingBytes = 4 + 1;

    private readonly FileTree _tree;
    private readonly NameRules _rules;
    private readonly MountPoint _mount;
    private readonly FileHandlerOptions _options;
    private readonly FileSender _sender;
    private readonly FolderSender _folders;
    private readonly ConfiguredNames _names;
    private readonly AbsentNames _absent;

    /// <summary>Answers from a tree.</summary>
    public FileAnswers(FileTree tree, NameRules rules, MountPoint mount, FileHandlerOptions options, TimeProvider time)
    {
        _tree = tree;
        _rules = rules;
        _mount = mount;
        _options = options;
        _sender = new FileSender(time);
        _folders = new FolderSender(tree, rules, options);
        _names = new ConfiguredNames(options);
        _absent = new AbsentNames(time);
        RoomBytes = _names.LongestEnd + LongestCodingBytes;
    }

    /// <summary>How much room a path needs behind it.</summary>
    public int RoomBytes { get; }

    /// <summary>Answers a path that may be served: a folder's when it ends in a slash or is empty.</summary>
    public ValueTask AnswerPath(HttpExchange exchange, Span<byte> path, int length) =>
        length == 0 || path[length - 1] == (byte)'/'
            ? AnswerFolder(exchange, path, length)
            : AnswerName(exchange, path, length);

    /// <summary>No slash at the end: a file, or a folder whose address has one.</summary>
    public ValueTask AnswerName(HttpExchange exchange, Span<byte> path, int length)
    {
        FoundAs result = TryServe(exchange, path, length, CacheControlOf(path[..length]), out ValueTask answer);
        if (result == FoundAs.File)
        {
            return answer;
        }

        foreach (byte[] extension in _names.Extensions)
        {
            if (result == FoundAs.Unknown)
            {
                break;
            }

            extension.CopyTo(path[length..]);
            FoundAs named = TryServe(exchange, path, length + extension.Length, _options.CacheControl, out answer);
            if (named == FoundAs.File)
            {
                return answer;
            }

            result = named == FoundAs.Unknown ? named : result;
        }

        return result switch
        {
            FoundAs.Folder => FolderRedirect.SendAsync(exchange, _mount.PathOf(path[..length])),
            FoundAs.Unknown => PlainAnswer.SendUnavailableAsync(exchange),
            _ => AnswerNotFound(exchange, path[..length]),
        };
    }

    /// <summary>Answers that there is nothing, be it because a name is not served.</summary>
    public ValueTask AnswerRefused(HttpExchange exchange)
    {
        exchange.Response.StatusCode = 404;
        if (_names.NotFoundPage is not null && TryServePage(exchange, _names.NotFoundPage, out ValueTask page))
        {
            return page;
        }

        if (_options.Precompressed)
        {
            // RFC 9110 §12.5.5: to a client that understands more, there may be something.
            exchange.Response.Headers.Add("Vary", "Accept-Encoding");
        }

        return PlainAnswer.SendAsync(exchange, 404);
    }

    /// <summary>A slash at the end: the folder's index, or a page of what is in it.</summary>
    private ValueTask AnswerFolder(HttpExchange exchange, Span<byte> path, int length)
    {
        if (_folders.WantsArchive(exchange.Request))
        {
            return AnswerWithFolder(exchange, path, length);
        }

        foreach (byte[] name in _names.Indexes)
        {
            name.CopyTo(path[length..]);

            // A folder that happens to be called index.html is none.
            switch (TryServe(exchange, path, length + name.Length, _options.CacheControl, out ValueTask answer))
            {
                case FoundAs.File:
                    return answer;
                case FoundAs.Unknown:
                    return PlainAnswer.SendUnavailableAsync(exchange);
            }
        }

        return _options.ListFolders
            ? AnswerListing(exchange, path, length)
            : AnswerNotFound(exchange, path[..length]);
    }

    private ValueTask AnswerListing(HttpExchange exchange, Span<byte> path, int length)
    {
        if (exchange.Request.Query.TryGetBytes("name"u8, out ReadOnlySpan<byte> name)
            && TryServeUnaddressable(exchange, path[..length], name, out ValueTask answer))
        {
            return answer;
        }

        return AnswerWithFolder(exchange, path, length);
    }

    private ValueTask AnswerWithFolder(HttpExchange exchange, Span<byte> path, int length)
    {
        FoundAs result = Lookup(exchange, path, Math.Max(length - 1, 0), out OpenedFile opened);
        if (result == FoundAs.Folder && !opened.IsRead)
        {
            return _folders.SendAsync(exchange, opened, path[..length]);
        }

        opened.Dispose();
        return result == FoundAs.Unknown
            ? PlainAnswer.SendUnavailableAsync(exchange)
            : AnswerNotFound(exchange, path[..length]);
    }

    /// <summary>
    /// Sends a file in a folder whose name no path of a request holds. Names that a path holds are not served so: a rule about
    /// paths would not see them.
    /// </summary>
    private bool TryServeUnaddressable(
        HttpExchange exchange, ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, out ValueTask answer)
    {
        answer = default;
        if (!ListedName.IsOneName(name) || ListedName.IsInPaths(name) || _rules.Refuses(name, atRoot: folder.IsEmpty))
        {
            return false;
        }

        byte[] path = new byte[folder.Length + name.Length + RoomBytes];
        folder.CopyTo(path);
        name.CopyTo(path.AsSpan(folder.Length));
        int length = folder.Length + name.Length;
        FoundAs found = TryServe(exchange, path, length, _options.CacheControl, out answer);
        answer = found switch
        {
            FoundAs.File => answer,
            FoundAs.Unknown => PlainAnswer.SendUnavailableAsync(exchange),
            FoundAs.Folder or FoundAs.Nothing => AnswerRefused(exchange),
        };
        return true;
    }

    /// <summary>Nothing of that name: the page for every page, the page that says so, or a line.</summary>
    private ValueTask AnswerNotFound(HttpExchange exchange, ReadOnlySpan<byte> path)
    {
        if (_names.Fallback is not null
            && Navigation.MayBePage(exchange.Request, path)
            && TryServePage(exchange, _names.Fallback, out ValueTask page))
        {
            return page;
        }

        return AnswerRefused(exchange);
    }

    private bool TryServePage(HttpExchange exchange, byte[] name, out ValueTask answer)
    {
        byte[] path = new byte[name.Length + RoomBytes];
        name.CopyTo(path, 0);

        // It stands at many addresses, and what is there may change: a copy is good as long as its tag is.
        return TryServe(exchange, path, name.Length, "no-cache", out answer) == FoundAs.File;
    }

    /// <summary>Sends the file of a name, coded where the client wants and we have it so; File means that it is sent.</summary>
    private FoundAs TryServe(
        HttpExchange exchange, Span<byte> path, int length, string? cacheControl, out ValueTask answer)
    {
        string mediaType = MediaTypes.Of(path[..length]);
        bool isNegotiated = _options.Precompressed && MediaTypes.IsCompressible(mediaType);
        ContentCoding coding = ContentCoding.Identity;
        OpenedFile opened = default;
        FoundAs result = isNegotiated
            ? OpenCoded(exchange, path, length, isSure: false, out opened, out coding)
            : FoundAs.Nothing;
        if (result == FoundAs.Nothing)
        {
            result = Lookup(exchange, path, length, out opened);
        }

        if (result == FoundAs.Nothing && isNegotiated)
        {
            result = OpenCoded(exchange, path, length, isSure: true, out opened, out coding);
        }

        if (result != FoundAs.File)
        {
            opened.Dispose();
            answer = default;
            return result;
        }

        answer = _sender.SendAsync(exchange, opened, new FileAnswer(mediaType)
        {
            Coding = coding,
            IsNegotiated = isNegotiated,
            CacheControl = cacheControl,
        });
        return result;
    }

    /// <summary>
    /// Opens the sibling with the coding that the client wants most, of those that lie there; those that were missing a moment
    /// ago are looked for only to be sure.
    /// </summary>
    private FoundAs OpenCoded(
        HttpExchange exchange, Span<byte> path, int length, bool isSure, out OpenedFile opened, out ContentCoding coding)
    {
        opened = default;
        coding = ContentCoding.Identity;
        if (!exchange.Request.Headers.TryGetOnly("Accept-Encoding"u8, out ReadOnlySpan<byte> field))
        {
            return FoundAs.Nothing;
        }

        AcceptedCodings accepted = new(field);
        ContentCoding left = ContentCoding.Brotli | ContentCoding.Zstandard | ContentCoding.Gzip;
        while ((coding = accepted.Choose(left)) != ContentCoding.Identity)
        {
            ReadOnlySpan<byte> end = coding switch
            {
                ContentCoding.Brotli => ".br"u8,
                ContentCoding.Zstandard => ".zst"u8,
                _ => ".gz"u8,
            };
            end.CopyTo(path[length..]);
            left &= ~coding;
            ReadOnlySpan<byte> name = path[..(length + end.Length)];
            if (!isSure && _absent.Has(name))
            {
                continue;
            }

            FoundAs result = Lookup(exchange, path, name.Length, out opened);
            if (result is FoundAs.File or FoundAs.Unknown)
            {
                return result;
            }

            opened.Dispose();
            opened = default;
            _absent.Add(name);
        }

        return FoundAs.Nothing;
    }

    /// <summary>
    /// Looks up the first bytes of a path; the byte behind them is a zero for as long as that takes.
    /// </summary>
    private FoundAs Lookup(HttpExchange exchange, Span<byte> path, int length, out OpenedFile opened)
    {
        // HEAD sends no content, so there is none to read.
        int readUpTo = exchange.Request.Method is "GET" ? FileHandler.SmallFileBytes : 0;
        byte behind = path[length];
        path[length] = 0;
        LookupResult result = _tree.Open(path[..(length + 1)], readUpTo, out opened);
        path[length] = behind;
        return result switch
        {
            LookupResult.Found => opened.Status.Kind == EntryKind.Folder ? FoundAs.Folder : FoundAs.File,
            LookupResult.NotFound => FoundAs.Nothing,
            LookupResult.Unavailable => FoundAs.Unknown,
        };
    }

    private string? CacheControlOf(ReadOnlySpan<byte> path) =>
        _options.CacheHashedNames && HashedName.Is(path) ? HashedName.CacheControl : _options.CacheControl;
}
