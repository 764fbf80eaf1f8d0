// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;

namespace Linnet.Files;

/// <summary>What an operator asked to be served: a folder, or one file in a folder.</summary>
internal readonly record struct FileRoot(string Folder, string? File)
{
    /// <summary>Looks at a name, following links in it.</summary>
    /// <exception cref="FileNotFoundException">There is nothing of that name.</exception>
    public static FileRoot Find(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return new FileRoot(full, null);
        }

        if (!System.IO.File.Exists(full))
        {
            throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        }

        // A link to a file is resolved here, once: what it leads to is then opened in its own folder, by
        // handle.
        FileSystemInfo? target = System.IO.File.ResolveLinkTarget(full, returnFinalTarget: true);
        string file = target?.FullName ?? full;
        return new FileRoot(Path.GetDirectoryName(file) ?? full, Path.GetFileName(file));
    }
}
