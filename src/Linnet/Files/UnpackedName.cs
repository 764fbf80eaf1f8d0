// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// Makes a name harmless for whoever unpacks an archive on a system where a backslash separates folders: there, a file that is
/// called <c>a\..\..\b</c> here would be written outside.
/// </summary>
internal static class UnpackedName
{
    /// <summary>The name itself, unless its backslashes lead somewhere; they are underscores then.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> name)
    {
        if (!name.Span.Contains((byte)'\\') || !Leads(name.Span))
        {
            return name;
        }

        byte[] harmless = name.ToArray();
        harmless.AsSpan().Replace((byte)'\\', (byte)'_');
        return harmless;
    }

    private static bool Leads(ReadOnlySpan<byte> name)
    {
        bool isFirst = true;
        foreach (Range range in name.SplitAny("/\\"u8))
        {
            ReadOnlySpan<byte> segment = name[range];

            // Empty in front: an absolute path. A drive ends in a colon.
            if (segment.SequenceEqual(".."u8) || (isFirst && (segment.IsEmpty || segment.EndsWith(":"u8))))
            {
                return true;
            }

            isFirst = false;
        }

        return false;
    }
}
