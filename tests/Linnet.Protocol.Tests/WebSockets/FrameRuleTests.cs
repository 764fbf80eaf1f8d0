// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using Linnet.Conformance;
using Linnet.Protocol.WebSockets;
using Xunit;

namespace Linnet.Protocol.Tests.WebSockets;

/// <summary>Which rule the beginning of a frame breaks, with the byte that breaks it, and what the client is told.</summary>
public sealed class FrameRuleTests
{
    [Theory]
    [Attack("WS-03")]
    [Attack("WS-04")]
    [Attack("WS-05")]
    [Rfc("6455", "5.1")]
    [Rfc("6455", "5.2")]
    [Rfc("6455", "5.5")]
    [InlineData("A1", nameof(FrameRejection.ReservedBits))]
    [InlineData("91", nameof(FrameRejection.ReservedBits))]
    [InlineData("C1", nameof(FrameRejection.ReservedBits))]
    [InlineData("83", nameof(FrameRejection.ReservedOpcode))]
    [InlineData("87", nameof(FrameRejection.ReservedOpcode))]
    [InlineData("8B", nameof(FrameRejection.ReservedOpcode))]
    [InlineData("8F", nameof(FrameRejection.ReservedOpcode))]
    [InlineData("08", nameof(FrameRejection.ControlFragmented))]
    [InlineData("09", nameof(FrameRejection.ControlFragmented))]
    [InlineData("0A", nameof(FrameRejection.ControlFragmented))]
    [InlineData("8100", nameof(FrameRejection.Unmasked))]
    [InlineData("817F", nameof(FrameRejection.Unmasked))]
    [InlineData("88FE", nameof(FrameRejection.ControlTooLong))]
    [InlineData("89FE", nameof(FrameRejection.ControlTooLong))]
    [InlineData("8AFF", nameof(FrameRejection.ControlTooLong))]
    [InlineData("82FE007D", nameof(FrameRejection.LengthNotMinimal))]
    [InlineData("82FE0000", nameof(FrameRejection.LengthNotMinimal))]
    [InlineData("82FF000000000000FFFF", nameof(FrameRejection.LengthNotMinimal))]
    [InlineData("82FF8000000000000000", nameof(FrameRejection.LengthTooLarge))]
    [InlineData("82FFFFFFFFFFFFFFFFFF", nameof(FrameRejection.LengthTooLarge))]
    public void What_is_wrong_is_named_with_the_byte_that_is_wrong_and_not_before(string text, string expected)
    {
        byte[] begin = Convert.FromHexString(text);
        for (int part = 0; part < begin.Length; part++)
        {
            FrameStep early = FrameHeader.Read(begin.AsSpan(0, part), false, out _, out _, out FrameRejection none);
            Assert.Equal((FrameStep.More, FrameRejection.None), (early, none));
        }

        FrameStep step = FrameHeader.Read(begin, false, out FrameHeader header, out _, out FrameRejection rejection);
        Assert.Equal((FrameStep.Refused, expected), (step, rejection.ToString()));
        Assert.Equal(default, header);
        step = FrameHeader.Read([.. begin, .. new byte[20]], false, out header, out _, out rejection);
        Assert.Equal((FrameStep.Refused, expected), (step, rejection.ToString()));
        Assert.Equal(default, header);
    }

    [Theory]
    [Rfc("6455", "5.2")]
    [Rfc("6455", "5.5")]
    [InlineData("88FD00000000", nameof(FrameOpcode.Close), 125, 6)]
    [InlineData("898000000000", nameof(FrameOpcode.Ping), 0, 6)]
    [InlineData("8A8100000000", nameof(FrameOpcode.Pong), 1, 6)]
    [InlineData("82FD00000000", nameof(FrameOpcode.Binary), 125, 6)]
    [InlineData("82FE007E00000000", nameof(FrameOpcode.Binary), 126, 8)]
    [InlineData("80FEFFFF00000000", nameof(FrameOpcode.Continuation), 65535, 8)]
    [InlineData("82FF000000000001000000000000", nameof(FrameOpcode.Binary), 65536, 14)]
    [InlineData("82FF7FFFFFFFFFFFFFFF00000000", nameof(FrameOpcode.Binary), long.MaxValue, 14)]
    public void A_frame_at_a_limit_is_taken(string text, string name, long length, int expectedBytes)
    {
        FrameOpcode opcode = Enum.Parse<FrameOpcode>(name);
        byte[] begin = Convert.FromHexString(text);
        FrameStep step = FrameHeader.Read(begin, false, out FrameHeader header, out int bytes, out FrameRejection rejection);
        Assert.Equal((FrameStep.Ready, FrameRejection.None), (step, rejection));
        Assert.Equal(new FrameHeader(opcode, true, false, length, 0), header);
        Assert.Equal(expectedBytes, bytes);
        Assert.Equal(opcode is FrameOpcode.Close or FrameOpcode.Ping or FrameOpcode.Pong, header.IsControl);
    }

    [Theory]
    [Rfc("7692", "6")]
    [InlineData(nameof(FrameOpcode.Text), true, true, "C100")]
    [InlineData(nameof(FrameOpcode.Text), false, true, "4100")]
    [InlineData(nameof(FrameOpcode.Binary), true, false, "8200")]
    [InlineData(nameof(FrameOpcode.Continuation), false, false, "0000")]
    [InlineData(nameof(FrameOpcode.Pong), true, false, "8A00")]
    public void The_first_byte_says_what_a_frame_is(string name, bool isFinal, bool isCompressed, string expected)
    {
        FrameOpcode opcode = Enum.Parse<FrameOpcode>(name);
        byte[] frame = new byte[FrameHeader.MaxBytes];
        int bytes = FrameHeader.Write(frame, opcode, isFinal, isCompressed, 0);
        Assert.Equal(expected, Convert.ToHexString(frame, 0, bytes));
        frame[1] |= 0x80;
        Assert.Equal(FrameStep.Ready, FrameHeader.Read(frame, true, out FrameHeader header, out _, out _));
        Assert.Equal(new FrameHeader(opcode, isFinal, isCompressed, 0, 0), header);
    }

    [Theory]
    [Rfc("6455", "7.4.1")]
    [InlineData(nameof(FrameRejection.ReservedBits), 1002)]
    [InlineData(nameof(FrameRejection.MessageWithinMessage), 1002)]
    [InlineData(nameof(FrameRejection.CloseCode), 1002)]
    [InlineData(nameof(FrameRejection.CloseReason), 1007)]
    [InlineData(nameof(FrameRejection.Text), 1007)]
    [InlineData(nameof(FrameRejection.Compression), 1007)]
    [InlineData(nameof(FrameRejection.MessageTooLong), 1009)]
    [InlineData(nameof(FrameRejection.TooManyFragments), 1008)]
    [InlineData(nameof(FrameRejection.TooManyControls), 1008)]
    public void A_broken_rule_has_the_code_that_is_for_it(string rejection, int code) =>
        Assert.Equal(code, FrameRules.Of(Enum.Parse<FrameRejection>(rejection)).CloseCode);

    [Fact]
    public void Every_rejection_has_a_rule_that_fits_into_a_close_frame()
    {
        foreach (FrameRejection rejection in Enum.GetValues<FrameRejection>().Where(static one => one != FrameRejection.None))
        {
            FrameRule rule = FrameRules.Of(rejection);
            Assert.True(CloseFrame.IsSent(rule.CloseCode));
            Assert.InRange(rule.Reason.Length, 1, CloseFrame.MaxReasonBytes);
            Assert.StartsWith("RFC ", rule.Section, StringComparison.Ordinal);
        }
    }
}
