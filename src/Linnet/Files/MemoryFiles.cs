// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Linnet.Files;

/// <summary>
/// Files that are in memory, and those compiled into an assembly, for a <see cref="FileHandler"/> to serve as if they lay in a
/// folder. Each has a strong entity tag made of its content. Filled first, then served; not changed afterwards.
/// </summary>
public sealed class MemoryFiles
{
    private const int StackChars = 256;

    private readonly Dictionary<string, OpenedFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "" };

    /// <summary>How many files there are.</summary>
    public int Count => _files.Count;

    /// <summary>
    /// The resources of an assembly whose names begin so; the rest of the name, with either slash, is the path:
    /// <c>LogicalName="site/%(RecursiveDir)%(Filename)%(Extension)"</c> in the project makes such names.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="prefix">How names begin: <c>site/</c>. Empty for all.</param>
    public static MemoryFiles FromResources(Assembly assembly, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(prefix);
        MemoryFiles files = new();
        string plain = prefix.Replace('\\', '/');
        foreach (string name in assembly.GetManifestResourceNames())
        {
            string path = name.Replace('\\', '/');
            using Stream? stream = path.StartsWith(plain, StringComparison.Ordinal) ? assembly.GetManifestResourceStream(name) : null;
            if (stream is not null)
            {
                byte[] content = new byte[stream.Length];
                stream.ReadExactly(content);
                files.Add(path[plain.Length..].TrimStart('/'), content);
            }
        }

        return files;
    }

    /// <summary>Adds a file, or replaces it.</summary>
    /// <param name="path">Its path, without a slash in front: <c>css/site.css</c>.</param>
    /// <param name="content">Its bytes, which stay as they are.</param>
    /// <param name="lastModified">When it was last changed; null for not known.</param>
    /// <exception cref="ArgumentException">The path has an empty segment, <c>.</c> or <c>..</c>.</exception>
    public void Add(string path, ReadOnlyMemory<byte> content, DateTimeOffset? lastModified = null)
    {
        FilePath.Check(path);
        long modified = lastModified?.UtcTicks ?? FileStatus.NoDate;
        FileStatus status = new(EntryKind.File, content.Length, modified) { ChangedTicks = modified };

        // RFC 9110 §8.8.1: another byte, another tag.
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16))}\"";
        _files[path] = new OpenedFile(content, status, tag);
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            _folders.Add(path[..slash]);
        }
    }

    /// <summary>Adds text in UTF-8.</summary>
    /// <inheritdoc cref="Add(string, ReadOnlyMemory{byte}, DateTimeOffset?)"/>
    public void Add(string path, string content, DateTimeOffset? lastModified = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        Add(path, Encoding.UTF8.GetBytes(content), lastModified);
    }

    /// <summary>Finds a file or a folder by its path in UTF-8.</summary>
    internal bool TryFind(ReadOnlySpan<byte> path, out OpenedFile file)
    {
        Span<char> text = path.Length <= StackChars ? stackalloc char[StackChars] : new char[path.Length];
        ReadOnlySpan<char> name = text[..Encoding.UTF8.GetChars(path, text)];
        if (_files.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out file))
        {
            return true;
        }

        file = new OpenedFile(default, new FileStatus(EntryKind.Folder, 0, FileStatus.NoDate), null);
        return _folders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
    }
}
