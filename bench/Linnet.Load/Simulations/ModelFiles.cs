// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;

using Linnet.Files;

namespace Linnet.Load.Simulations;

/// <summary>The files that the server has in memory, and what is in them: known from their names alone.</summary>
internal static class ModelFiles
{
    /// <summary>Where they are mounted.</summary>
    public const string Prefix = "/files";

    /// <summary>The codings that there are siblings of, as fields and as names have them; the server prefers them in this order.</summary>
    public static IReadOnlyList<(string Coding, string Ending)> Codings { get; } =
        [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")];

    /// <summary>How long they are: up to more than a send buffer, and a window of the network's.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [0, 1, 63, 4096, 12_289, 70_000, 140_000];

    /// <summary>Serves them.</summary>
    public static FileHandler Handler { get; } = CreateHandler();

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

    private static FileHandler CreateHandler()
    {
        MemoryFiles files = new();
        foreach (int size in Sizes)
        {
            files.Add(PlainName(size), ContentOf(size, null));
            files.Add(CodedName(size), ContentOf(size, null));
            foreach ((string coding, string ending) in Codings)
            {
                files.Add(CodedName(size) + ending, ContentOf(size, coding));
            }
        }

        return new FileHandler(files, new FileHandlerOptions { Prefix = Prefix, Precompressed = true });
    }
}
