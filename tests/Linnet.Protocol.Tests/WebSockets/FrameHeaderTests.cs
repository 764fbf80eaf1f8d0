// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.WebSockets;
using Xunit;

namespace Linnet.Protocol.Tests.WebSockets;

public sealed class FrameHeaderTests
{
    [Fact]
    [Rfc("6455", "5.7")]
    public void The_examples_of_the_RFC_are_read()
    {
        byte[] masked = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58];
        Assert.Equal(FrameStep.Ready, FrameHeader.Read(masked, false, out FrameHeader header, out int bytes, out _));
        Assert.Equal((FrameOpcode.Text, true, 5L, 6), (header.Opcode, header.IsFinal, header.PayloadBytes, bytes));
        FrameMask.Apply(masked.AsSpan(bytes), header.Mask, 0);
        Assert.Equal("Hello"u8.ToArray(), masked[bytes..]);
    }

    [Theory]
    [Rfc("6455", "5.2")]
    [InlineData(0, "8200")]
    [InlineData(125, "827D")]
    [InlineData(126, "827E007E")]
    [InlineData(256, "827E0100")]
    [InlineData(65535, "827EFFFF")]
    [InlineData(65536, "827F0000000000010000")]
    public void A_length_is_written_in_as_few_bytes_as_it_needs(long length, string expected)
    {
        byte[] written = new byte[FrameHeader.MaxBytes];
        int bytes = FrameHeader.Write(written, FrameOpcode.Binary, isFinal: true, isCompressed: false, length);
        Assert.Equal(expected, Convert.ToHexString(written[..bytes]));
    }

    [Fact]
    [Rfc("6455", "5.2")]
    public void What_was_written_and_masked_is_read_as_it_was_and_never_too_early() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Bool, Gen.Bool, Gen.UInt).Sample((length, isFinal, isText, mask) =>
        {
            byte[] frame = new byte[FrameHeader.MaxBytes];
            FrameOpcode opcode = isText ? FrameOpcode.Text : FrameOpcode.Binary;
            int bytes = FrameHeader.Write(frame, opcode, isFinal, isCompressed: false, length);
            frame[1] |= 0x80;
            BitConverter.TryWriteBytes(frame.AsSpan(bytes), mask);
            for (int part = 0; part < bytes + 4; part++)
            {
                Assert.Equal(FrameStep.More, FrameHeader.Read(frame.AsSpan(0, part), false, out _, out _, out _));
            }

            Assert.Equal(FrameStep.Ready, FrameHeader.Read(frame, false, out FrameHeader read, out int readBytes, out _));
            Assert.Equal(new FrameHeader(opcode, isFinal, false, length, mask), read);
            Assert.Equal(bytes + 4, readBytes);
        });

    [Fact]
    [Rfc("7692", "6")]
    [Attack("WS-04")]
    public void The_bit_of_compression_is_for_the_first_frame_of_a_message()
    {
        for (int first = 0; first < 256; first++)
        {
            int opcode = first & 0x0F;
            bool isKnown = opcode is 0 or 1 or 2 or 8 or 9 or 10;
            bool isWhole = opcode < 8 || (first & 0x80) != 0;
            bool canBeCompressed = (first & 0x30) == 0 && ((first & 0x40) == 0 || opcode is 1 or 2);
            byte[] begin = [(byte)first];
            bool isRefused = FrameHeader.Read(begin, true, out _, out _, out _) == FrameStep.Refused;
            Assert.Equal(!(isKnown && isWhole && canBeCompressed), isRefused);
            bool isRefusedWithout = FrameHeader.Read(begin, false, out _, out _, out _) == FrameStep.Refused;
            Assert.Equal(isRefused || (first & 0x40) != 0, isRefusedWithout);
        }
    }

    [Fact]
    [Rfc("6455", "5.3")]
    public void A_mask_is_taken_off_however_the_payload_is_cut() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.UInt, Gen.Int[0, 200]).Sample((payload, mask, cut) =>
        {
            byte[] key = BitConverter.GetBytes(mask);
            byte[] expected = [.. payload.Select((value, index) => (byte)(value ^ key[index % 4]))];
            byte[] actual = [.. payload];
            cut = Math.Min(cut, payload.Length);
            FrameMask.Apply(actual.AsSpan(0, cut), mask, 0);
            FrameMask.Apply(actual.AsSpan(cut), mask, cut);
            Assert.Equal(expected, actual);
        });

    [Fact]
    [Rfc("6455", "5.4")]
    [Attack("WS-06")]
    public void Every_frame_in_every_state_is_judged_as_the_RFC_has_it()
    {
        FrameOpcode[] data = [FrameOpcode.Text, FrameOpcode.Binary];
        FrameOpcode[] controls = [FrameOpcode.Close, FrameOpcode.Ping, FrameOpcode.Pong];
        foreach (bool isWithin in (bool[])[false, true])
        {
            foreach (FrameOpcode opcode in Enum.GetValues<FrameOpcode>())
            {
                FrameOrder order = default;
                if (isWithin)
                {
                    Assert.Equal(FrameRejection.None, order.Accept(FrameOpcode.Text, isFinal: false));
                }

                FrameRejection expected = !isWithin && opcode == FrameOpcode.Continuation ? FrameRejection.NothingToContinue
                    : isWithin && data.Contains(opcode) ? FrameRejection.MessageWithinMessage
                    : FrameRejection.None;
                Assert.Equal(expected, order.Accept(opcode, isFinal: true));
                Assert.Equal(isWithin && opcode != FrameOpcode.Continuation, order.IsWithinMessage);
                Assert.True(expected == FrameRejection.None || !controls.Contains(opcode));
            }
        }
    }
}
