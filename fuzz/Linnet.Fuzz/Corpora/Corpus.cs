// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Fuzz.Corpora;

/// <summary>Inputs worth keeping: a folder for each target, a file for each input.</summary>
internal static class Corpus
{
    /// <summary>The corpus of the repository that this was built from.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none in a folder above.</exception>
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The inputs of a target, by the names of their files.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Of(string target)
    {
        string folder = Path.Combine(Folder, target);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))]
            : [];
    }

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string corpus = Path.Combine(folder.FullName, "fuzz", "corpus");
            if (Directory.Exists(corpus))
            {
                return corpus;
            }
        }

        throw new DirectoryNotFoundException($"No fuzz/corpus in or above {start}.");
    }
}
