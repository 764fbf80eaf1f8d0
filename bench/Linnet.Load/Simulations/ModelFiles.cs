// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

using Linnet.Files;
using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>The files that the server has, in memory and on a disk, and what is in them: known from their names alone.</summary>
internal static class ModelFiles
{
    /// <summary>Where those in memory are mounted.</summary>
    public const string Memory = "/memory";

    /// <summary>Where the same files are mounted, on a disk.</summary>
    public const string Disk = "/disk";

    // For tags and dates the folder was made long ago, however early in a process it is asked for.
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<FileHandler> InMemory = new(CreateInMemory);
    private static readonly Lazy<FileHandler> OnDisk = new(CreateOnDisk);

    /// <summary>The codings that there are siblings of, as fields and as names have them; the server prefers them in this order.</summary>
    public static IReadOnlyList<(string Coding, string Ending)> Codings { get; } =
        [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")];

    /// <summary>How long they are: up to more than a send buffer, and a window of the network's.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [0, 1, 63, 4096, 12_289, 70_000, 140_000];

    /// <summary>What serves a path; null for one that is not beneath a prefix.</summary>
    public static FileHandler? HandlerOf(string path) =>
        path.StartsWith(Memory + "/", StringComparison.Ordinal) ? InMemory.Value
        : path.StartsWith(Disk + "/", StringComparison.Ordinal) ? OnDisk.Value
        : null;

    /// <summary>A name of which there is no sibling that is coded.</summary>
    public static string PlainName(int size) => string.Create(CultureInfo.InvariantCulture, $"{size}.bin");

    /// <summary>A name of which there is one in each coding, of another length.</summary>
    public static string CodedName(int size) => string.Create(CultureInfo.InvariantCulture, $"{size}.txt");

    /// <summary>The content of a file, or of its sibling in a coding.</summary>
    public static byte[] ContentOf(int size, string? coding)
    {
        // Nothing looks into what is coded, so it need not be what its name says.
        int length = coding is null ? size : (size / 2) + coding.Length;
        return Pattern.Of(size + (coding?.Length ?? 0), length);
    }

    private static FileHandler CreateInMemory()
    {
        MemoryFiles files = new();
        foreach ((string name, byte[] content) in All())
        {
            files.Add(name, content);
        }

        return new FileHandler(files, Options(Memory));
    }

    private static FileHandler CreateOnDisk()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linnet-simulated-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        foreach ((string name, byte[] content) in All())
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
        }

        return new FileHandler(folder.FullName, Options(Disk), new VirtualTime(Later));
    }

    private static FileHandlerOptions Options(string prefix) => new() { Prefix = prefix, Precompressed = true };

    private static IEnumerable<(string Name, byte[] Content)> All()
    {
        foreach (int size in Sizes)
        {
            yield return (PlainName(size), ContentOf(size, null));
            yield return (CodedName(size), ContentOf(size, null));
            foreach ((string coding, string ending) in Codings)
            {
                yield return (CodedName(size) + ending, ContentOf(size, coding));
            }
        }
    }
}
