// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>The repository this assembly was built from: its root, found upwards, and its files.</summary>
internal static class RepositoryTree
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "TestResults"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The C# files under a folder of the repository; a folder that is not there has none.</summary>
    public static IReadOnlyList<SourceFile> Sources(string folder) =>
        [.. Files(folder, "*.cs").Select(path => SourceFile.Read(path))];

    /// <summary>Relative paths, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);

        return Directory.Exists(start)
            ? [.. Walk(new DirectoryInfo(start), pattern).Order(StringComparer.Ordinal)]
            : [];
    }

    public static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern)
    {
        foreach (FileInfo file in folder.EnumerateFiles(pattern))
        {
            yield return Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
        }

        foreach (DirectoryInfo child in folder.EnumerateDirectories())
        {
            if (child.Name.StartsWith('.') || NotOurs.Contains(child.Name, StringComparer.Ordinal))
            {
                continue;
            }

            foreach (string path in Walk(child, pattern))
            {
                yield return path;
            }
        }
    }

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Linnet.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Linnet.slnx in or above {start}: tidy tests read the repository.");
    }
}
