// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace Linnet.Load;

/// <summary>What a process may have.</summary>
/// <param name="Descriptors">How many files and sockets it may have open (Linux and macOS); null for as many as we.</param>
/// <param name="HeapBytes">How large its managed heap may be; null for as large as the machine lets it.</param>
internal sealed record ProcessBounds(int? Descriptors, long? HeapBytes)
{
    /// <summary>No bounds of its own.</summary>
    public static ProcessBounds None { get; } = new(null, null);

    /// <summary>How to start a program within them.</summary>
    public ProcessStartInfo Around(string program, IEnumerable<string> arguments)
    {
        // The shell sets the limit for itself, and then becomes the program.
        ProcessStartInfo start = Descriptors is { } most
            ? new("/bin/sh", ["-c", Limited(most), program, .. arguments])
            : new(program, arguments);
        if (HeapBytes is { } bytes)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("x", CultureInfo.InvariantCulture);
        }

        return start;
    }

    private static string Limited(int descriptors) =>
        string.Create(CultureInfo.InvariantCulture, $"ulimit -n {descriptors} && exec \"$0\" \"$@\"");
}
