// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using Linnet.Conformance;
using Linnet.Protocol.WebSockets;
using Xunit;

namespace Linnet.Protocol.Tests.WebSockets;

public sealed class CloseFrameTests
{
    // RFC 6455 §7.4.1 and the registry of §11.7, with 3000 to 4999 for frameworks and applications.
    private static readonly int[] Registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];

    [Fact]
    [Attack("WS-09")]
    [Rfc("6455", "7.4.1")]
    [Rfc("6455", "7.4.2")]
    public void A_code_is_taken_when_it_is_registered_or_free_for_use_and_else_refused()
    {
        for (int sent = 0; sent <= ushort.MaxValue; sent++)
        {
            bool isTaken = Registered.Contains(sent) || sent is >= 3000 and < 5000;
            FrameRejection rejection = CloseFrame.Read([(byte)(sent >> 8), (byte)sent], out int code, out string? reason);
            Assert.Equal(isTaken ? FrameRejection.None : FrameRejection.CloseCode, rejection);
            Assert.Equal(sent, code);
            Assert.Equal(isTaken ? "" : null, reason);
        }
    }

    [Fact]
    [Rfc("6455", "5.5.1")]
    [Rfc("6455", "7.1.5")]
    public void A_frame_without_a_code_is_shown_as_1005_and_half_a_code_is_refused()
    {
        Assert.Equal(FrameRejection.None, CloseFrame.Read([], out int code, out string? reason));
        Assert.Equal((1005, null), (code, reason));
        Assert.Equal(FrameRejection.CloseTooShort, CloseFrame.Read([3], out code, out reason));
        Assert.Equal((1005, null), (code, reason));
    }

    [Fact]
    [Attack("WS-09")]
    [Rfc("6455", "7.1.6")]
    [Rfc("6455", "8.1")]
    public void A_reason_is_UTF_8_or_the_frame_is_refused()
    {
        Assert.Equal(FrameRejection.None, CloseFrame.Read([0x0F, 0xA0, .. "Grüße"u8], out int code, out string? reason));
        Assert.Equal((4000, "Grüße"), (code, reason));
        Assert.Equal(FrameRejection.CloseReason, CloseFrame.Read([3, 232, 0xC3, 0x28], out _, out reason));
        Assert.Null(reason);
        Assert.Equal(FrameRejection.CloseReason, CloseFrame.Read([3, 232, (byte)'a', 0xE2, 0x82], out _, out _));
    }

    [Theory]
    [Rfc("6455", "5.5.1")]
    [Rfc("6455", "7.4.1")]
    [InlineData(1001, null, "03E9")]
    [InlineData(1011, "ab", "03F36162")]
    [InlineData(1005, "never sent", "")]
    public void What_is_written_is_the_code_and_the_reason_and_1005_is_never_sent(int code, string? reason, string expected)
    {
        byte[] payload = new byte[FrameHeader.MaxControlBytes];
        int bytes = CloseFrame.Write(payload, code, reason);
        Assert.Equal(expected, Convert.ToHexString(payload, 0, bytes));
    }

    [Theory]
    [Rfc("6455", "5.5.1")]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    public void A_reason_is_cut_between_characters_to_what_fits(string start, int offset)
    {
        byte[] payload = new byte[FrameHeader.MaxControlBytes];
        int bytes = CloseFrame.Write(payload, CloseFrame.Normal, start + string.Concat(Enumerable.Repeat("€", 100)));
        Assert.Equal(2 + offset + ((CloseFrame.MaxReasonBytes - offset) / 3 * 3), bytes);
        Assert.Equal(FrameRejection.None, CloseFrame.Read(payload.AsSpan(0, bytes), out int code, out _));
        Assert.Equal(CloseFrame.Normal, code);
    }
}
