// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.InteropServices;
using Linnet.Protocol.Text;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Sockets;

/// <summary>
/// Keeps connections from taking the process's last descriptors. Immutable; each server reads the limit when it starts.
/// </summary>
/// <remarks>
/// <para>
/// Running out is not merely refused connections: on Unix the runtime needs two descriptors for every thread it starts,
/// and a thread pool that cannot start one ends the process. Handlers need descriptors too, for the files they serve. So
/// a quarter of the limit, 32 at least, is not for connections.
/// </para>
/// <para>
/// The system gives out the lowest free number, so a descriptor's own number tells that all below it are taken,
/// whoever in the process took them. That makes the check free, and right with several servers in one process.
/// </para>
/// </remarks>
internal sealed class DescriptorReserve
{
    private const int Smallest = 32;

    private readonly long _firstReserved;

    /// <summary>The reserve below a soft limit; null when there is no limit, or none that is known.</summary>
    public DescriptorReserve(long? softLimit)
    {
        _firstReserved = softLimit is long limit ? limit - Math.Max(Smallest, limit / 4) : long.MaxValue;
    }

    /// <summary>
    /// The reserve of this process. macOS and Windows do not tell the limit in a file; there the runtime raises it to its
    /// maximum when it starts, or there is none that matters.
    /// </summary>
    public static DescriptorReserve OfThisProcess()
    {
        try
        {
            return new DescriptorReserve(
                OperatingSystem.IsLinux() ? ParseSoftLimit(File.ReadAllBytes("/proc/self/limits")) : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new DescriptorReserve(softLimit: null);
        }
    }

    /// <summary>How many connections may be served at once: what is wanted, if there is room for it now.</summary>
    public int CapConnections(int wanted) => CapConnections(wanted, NextDescriptor() ?? 0);

    /// <summary>Whether opening this took the process beyond what is left to connections.</summary>
    public bool IsTouchedBy(SafeHandle opened) => opened.DangerousGetHandle() >= _firstReserved;

    /// <summary>Whether the next descriptor would be one of the reserve, found out by opening one.</summary>
    public bool IsTouched() => _firstReserved != long.MaxValue && (NextDescriptor() ?? long.MaxValue) >= _firstReserved;

    /// <summary>The same sum with the number of descriptors that are open already given.</summary>
    internal int CapConnections(int wanted, long open) => (int)Math.Clamp(_firstReserved - open, 1, wanted);

    /// <summary>
    /// The soft limit from the text of /proc/self/limits; null when it has none. The line reads
    /// <c>Max open files   1024   1048576   files</c>: soft, hard, unit.
    /// </summary>
    internal static long? ParseSoftLimit(ReadOnlySpan<byte> limits)
    {
        ReadOnlySpan<byte> name = "Max open files"u8;
        int start = limits.IndexOf(name);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = limits[(start + name.Length)..];
        value = value[Token.LeadingWhiteSpace(value)..];
        int end = value.IndexOf((byte)' ');
        return DecimalInteger.TryParse(end < 0 ? value : value[..end], out long limit) ? limit : null;
    }

    /// <summary>The number of the next descriptor; null when there is none, or where handles are not numbered so.</summary>
    private static long? NextDescriptor()
    {
        try
        {
            using SafeFileHandle probe = File.OpenHandle("/dev/null");
            return OperatingSystem.IsWindows() ? null : probe.DangerousGetHandle();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
