// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;

namespace Linnet.Cli.Watching;

/// <summary>
/// Notices what changes in a folder, or of one file, and tells of it once for many changes. What is hidden, or kept by package
/// managers, is not looked at.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FileSystemWatcher _watcher;
    private readonly Gathering _gathering;

    /// <summary>Watches from now on.</summary>
    /// <exception cref="IOException">The system has no watch left.</exception>
    public FolderWatch(string path, Action<Change> tell, TimeProvider time)
    {
        string full = Path.GetFullPath(path);
        bool isFile = File.Exists(full);
        _gathering = new Gathering(tell, time);
        _watcher = new FileSystemWatcher(isFile ? Path.GetDirectoryName(full) ?? "/" : full)
        {
            Filter = isFile ? Path.GetFileName(full) : "",
            IncludeSubdirectories = !isFile,
            InternalBufferSize = BufferBytes,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, change) => Add(change.Name);
        _watcher.Created += (_, change) => Add(change.Name);
        _watcher.Deleted += (_, change) => Add(change.Name);
        _watcher.Renamed += (_, change) => Add(change.Name);

        // More at once than it can tell one by one.
        _watcher.Error += (_, _) => _gathering.Add(Change.Page);
        _watcher.EnableRaisingEvents = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _gathering.Dispose();
    }

    /// <summary>What a change of a file is for a page; null for nothing.</summary>
    internal static Change? Of(string? name)
    {
        string[] parts = (name ?? "").Split(Path.DirectorySeparatorChar);
        bool isUnseen = parts.Any(static part => part.StartsWith('.') || part == "node_modules") || parts[^1].EndsWith('~');
        return isUnseen ? null
            : parts[^1].EndsWith(".css", StringComparison.OrdinalIgnoreCase) ? Change.Style : Change.Page;
    }

    private void Add(string? name)
    {
        if (Of(name) is { } change)
        {
            _gathering.Add(change);
        }
    }
}
