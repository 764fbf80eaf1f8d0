// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Tutorial.Tests;

/// <summary>Where the lessons and the chapter lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string TutorialFolder { get; } = Path.Combine(Root, "tutorial");

    public static string[] LessonFiles()
    {
        string[] files = Directory.GetFiles(TutorialFolder, "*.cs");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string FindRoot(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Linnet.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("No Linnet.slnx above the tests.");
        }

        return folder;
    }
}
