// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Linnet.Tests.Files;

/// <summary>
/// A new folder with a <c>site</c> in it and room for secrets beside that; removed with everything in it.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder()
    {
        Top = Directory.CreateTempSubdirectory("linnet-files-").FullName;
        Site = Path.Combine(Top, "site");
        Directory.CreateDirectory(Site);
    }

    /// <summary>Holds the site; what lies here is outside.</summary>
    public string Top { get; }

    /// <summary>The root that is served.</summary>
    public string Site { get; }

    /// <summary>Writes a file below <see cref="Top"/> and returns its full name.</summary>
    public string Write(string path, string content = "inside")
    {
        string full = Path.Combine(Top, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Makes a symbolic link below <see cref="Top"/>, whether or not its target exists.</summary>
    public void Link(string path, string target)
    {
        string full = Path.Combine(Top, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    /// <summary>Makes a named pipe below <see cref="Top"/>.</summary>
    public void Pipe(string path)
    {
        using Process made = Process.Start("mkfifo", [Path.Combine(Top, path)]);
        made.WaitForExit();
    }

    /// <summary>How many descriptors of this process are open on anything in here. Linux only.</summary>
    public int OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget)
        .Count(target => target is not null && target.StartsWith(Top, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Top, recursive: true);
}
