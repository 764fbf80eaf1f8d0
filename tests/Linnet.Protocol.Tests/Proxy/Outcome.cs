// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>What the parser makes of some bytes, and that it makes the same of them however they arrive.</summary>
internal readonly record struct Outcome(ProxyHeaderStatus Status, ProxyHeader Header, ProxyRejection Rejection)
{
    /// <summary>Feeds the bytes whole, and then in ever longer beginnings: once decided, nothing changes the answer.</summary>
    public static Outcome Of(ReadOnlySpan<byte> bytes)
    {
        Outcome whole = Once(bytes);
        bool isDecided = false;
        for (int length = 0; length <= bytes.Length; length++)
        {
            Outcome part = Once(bytes[..length]);
            Assert.False(isDecided && part != whole, $"{part} after {length} bytes, {whole} after all.");
            isDecided = part.Status != ProxyHeaderStatus.Incomplete;
            Assert.True(!isDecided || part == whole, $"{part} after {length} bytes, {whole} after all.");
        }

        return whole;
    }

    private static Outcome Once(ReadOnlySpan<byte> bytes)
    {
        ProxyHeaderStatus status = ProxyHeaderParser.Parse(bytes, out ProxyHeader header, out ProxyRejection rejection);
        Assert.Equal(status == ProxyHeaderStatus.Rejected, rejection != ProxyRejection.None);
        Assert.Equal(status == ProxyHeaderStatus.Complete, header.Length > 0);
        Assert.InRange(header.Length, 0, bytes.Length);
        return new Outcome(status, header, rejection);
    }
}
