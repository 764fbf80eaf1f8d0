// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Cli.Tests;

/// <summary>A folder of the test's own, gone at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("linnet-").FullName;

    /// <summary>Writes a file, with the folders that lead to it.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? Path);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A folder in it that nobody but a privileged user may read.</summary>
    public string Lock(string name)
    {
        string path = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
