// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Load.Simulations;

/// <summary>Bytes of which each says to which request it belongs and at which place it stands.</summary>
internal static class Pattern
{
    /// <summary>The bytes of a request's body or response from a place on.</summary>
    public static byte[] Of(int request, int size)
    {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at++)
        {
            bytes[at] = At(request, at);
        }

        return bytes;
    }

    /// <summary>One of them.</summary>
    public static byte At(int request, int at) => (byte)((request * 31) + (at * 7) + (at >> 8));

    /// <summary>What stands for bytes that have been read.</summary>
    public static uint Hash(uint before, ReadOnlySpan<byte> bytes)
    {
        foreach (byte item in bytes)
        {
            before = (before ^ item) * 16777619;
        }

        return before;
    }
}
