// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Files;

/// <summary>The names that the options of a handler give, in UTF-8.</summary>
internal sealed class ConfiguredNames(FileHandlerOptions options)
{
    /// <summary>The files that stand for their folders.</summary>
    public byte[][] Indexes { get; } = InBytes(options.IndexNames);

    /// <summary>What may be left out of an address.</summary>
    public byte[][] Extensions { get; } = InBytes(options.Extensions);

    /// <summary>The page that stands for every page; null for none.</summary>
    public byte[]? Fallback { get; } = InBytes(options.Fallback);

    /// <summary>The page that says that there is nothing; null for none.</summary>
    public byte[]? NotFoundPage { get; } = InBytes(options.NotFoundPage);

    /// <summary>The length of the longest name that is put behind a path.</summary>
    public int LongestEnd => Math.Max(Longest(Indexes), Longest(Extensions));

    private static int Longest(byte[][] names)
    {
        int longest = 0;
        foreach (byte[] name in names)
        {
            longest = Math.Max(longest, name.Length);
        }

        return longest;
    }

    private static byte[][] InBytes(IReadOnlyList<string> names) => [.. names.Select(Encoding.UTF8.GetBytes)];

    private static byte[]? InBytes(string? name) => name is null ? null : Encoding.UTF8.GetBytes(name);
}
