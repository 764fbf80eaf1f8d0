// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>What Linux tells about a thread of this process. Where it tells nothing, a thread counts as blocked.</summary>
internal static class ThreadTimes
{
    /// <summary>False while the thread computes, or could if it had a processor.</summary>
    public static bool IsBlocked(int thread)
    {
        Span<byte> buffer = stackalloc byte[256];
        ReadOnlySpan<byte> text = Read($"/proc/self/task/{thread}/stat", buffer);

        // "123 (name) R …": the name may hold anything, parentheses too, and the state follows the last one.
        int name = text.LastIndexOf((byte)')');
        return name < 0 || name + 2 >= text.Length || text[name + 2] != (byte)'R';
    }

    /// <summary>Nanoseconds that the thread has computed; 0 when unknown.</summary>
    public static long ProcessorTime(int thread)
    {
        Span<byte> buffer = stackalloc byte[64];
        return Utf8Parser.TryParse(Read($"/proc/self/task/{thread}/schedstat", buffer), out long time, out _) ? time : 0;
    }

    private static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
