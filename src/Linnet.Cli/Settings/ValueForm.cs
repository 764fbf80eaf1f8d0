// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace Linnet.Cli.Settings;

/// <summary>What the value of a setting may be, and what is said of one that may not.</summary>
internal sealed class ValueForm
{
    // Far from where sums of such numbers would overflow.
    private const long MostBytes = 1L << 50;

    private const string Clause = "it must";

    private readonly Func<string, string?> _fault;

    private ValueForm(Func<string, string?> fault) => _fault = fault;

    /// <summary>Anything but nothing.</summary>
    public static ValueForm Text { get; } = new(static text => text.Length == 0 ? "it must not be empty." : null);

    /// <summary>On or off.</summary>
    public static ValueForm Switch { get; } = new(static text =>
        text is "true" or "false" ? null : "it must be true or false.")
    { Words = ["true", "false"] };

    /// <summary>The path of a file of this machine.</summary>
    public static ValueForm File { get; } = new(Text._fault) { Path = PathKind.File };

    /// <summary>The path of a folder, or of a file, of this machine.</summary>
    public static ValueForm Folder { get; } = new(Text._fault) { Path = PathKind.Folder };

    /// <summary>A number of bytes, as <c>512</c>, <c>64K</c>, <c>10M</c> or <c>2G</c>.</summary>
    public static ValueForm Bytes { get; } = new(static text => ByteCount.TryParse(text, out long bytes) && bytes <= MostBytes
        ? null : "it must be a number of bytes up to 1024T, such as 512, 64K, 10M or 2G.");

    /// <summary>The words that it may be, when these are all, or some that completions offer.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Whether it is the path of something, which in a configuration file is seen from that file.</summary>
    public PathKind Path { get; private init; }

    /// <summary>True when it is written as a number in JSON.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>A number within bounds.</summary>
    public static ValueForm Number(int least, int most) => new(text =>
        IsWithin(text, least, most)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it must be a number from {least} to {most}."))
    {
        IsNumber = true,
    };

    /// <summary>A number within bounds, or a word.</summary>
    public static ValueForm NumberOr(string word, int least, int most) => new(text =>
        text == word || IsWithin(text, least, most)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it must be a number from {least} to {most}, or {word}."))
    {
        Words = [word],
    };

    /// <summary>One of some words.</summary>
    public static ValueForm OneOf(params string[] words) => new(text => Array.IndexOf(words, text) >= 0
        ? null
        : Closest.To(text, words) is { } close
            ? $"{Clause} be {Listed(words)}; {close} is close."
            : $"{Clause} be {Listed(words)}.")
    {
        Words = words,
    };

    /// <summary>What <paramref name="read"/> reads, which throws a <see cref="FormatException"/> that says why not.</summary>
    public static ValueForm ReadBy(Action<string> read, params string[] words) => new(text =>
    {
        try
        {
            read(text);
            return null;
        }
        catch (FormatException failure)
        {
            return failure.Message;
        }
    })
    {
        Words = words,
    };

    /// <summary>Says in one line what is wrong with a value and where it was given; null when it is right.</summary>
    public string? Complaint(string source, string value)
    {
        // What does not begin so is a sentence of its own.
        return _fault(value) is not { } fault ? null
            : fault.StartsWith(Clause, StringComparison.Ordinal) ? $"{source} is '{Visible.Escape(value)}'; {fault}" : $"{source}: {fault}";
    }

    private static bool IsWithin(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= least && number <= most;

    private static string Listed(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
