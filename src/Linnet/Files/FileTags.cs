// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;

using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>
/// Entity tags of files, made of what the system says about them: length, number, and both dates to the nanosecond; and
/// remembered, for making one allocates. Safe for any number of threads.
/// </summary>
/// <remarks>
/// RFC 9110 §8.8.1: a validator is strong when it changes whenever the content does. The date of modification alone does not:
/// archives, rsync and reproducible builds set it, so two contents of one length share it. The date of change cannot be set,
/// but its clock ticks: within two seconds the tag is a weak one. Where the system has no date of change (Windows, macOS),
/// length and date of modification have to do, as in nginx and ASP.NET Core. See docs/adr/0041-what-a-file-is-known-by.md.
/// </remarks>
internal sealed class FileTags
{
    private const int Places = 256;

    // Odd, with bits all over: the golden ratio in 64 bits.
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly Remembered?[] _places = new Remembered?[Places];

    /// <summary>The tag of a file in a state.</summary>
    /// <param name="status">The state.</param>
    /// <param name="coding">How its content is coded: no two codings of one resource have the same tag.</param>
    /// <param name="isStrong">Whether the state has settled.</param>
    public string Of(in FileStatus status, ContentCoding coding, bool isStrong)
    {
        ulong print = Mix(unchecked((ulong)status.Length), unchecked((ulong)status.ModifiedTicks));
        print = Mix(print, unchecked((ulong)status.ChangedTicks));
        print = Mix(print, status.Number + ((ulong)coding << 60));
        ref Remembered? place = ref _places[(int)(print % Places)];
        Remembered? found = Volatile.Read(ref place);
        if (found is null || found.Print != print || found.Length != status.Length || found.IsStrong != isStrong)
        {
            found = new Remembered(print, status.Length, isStrong, Write(print, status.Length, isStrong));
            Volatile.Write(ref place, found);
        }

        return found.Text;
    }

    private static ulong Mix(ulong state, ulong value)
    {
        ulong high = Math.BigMul(state ^ Multiplier, value ^ ulong.RotateLeft(Multiplier, 32), out ulong low);
        return high ^ low ^ ulong.RotateLeft(state, 17) ^ value;
    }

    private static string Write(ulong print, long length, bool isStrong) =>
        string.Create(CultureInfo.InvariantCulture, $"{(isStrong ? "" : "W/")}\"{print:x16}-{length:x}\"");

    private sealed record Remembered(ulong Print, long Length, bool IsStrong, string Text);
}
