// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.WebSockets;
using Xunit;

namespace Linnet.Protocol.Tests.WebSockets;

public sealed class Utf8CheckerTests
{
    // Bytes from which characters and near misses are made often.
    private static readonly Gen<byte> Byte = Gen.OneOf<byte>(
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0,
        0xF1, 0xF3, 0xF4, 0xF5, 0xFF);

    [Fact]
    [Attack("WS-09")]
    [Rfc("3629", "4")]
    public void Text_is_judged_as_the_base_library_judges_it_however_it_is_cut() =>
        Gen.Select(Byte.Array[0, 12], Gen.Int[0, 12], Gen.Int[0, 12]).Sample((bytes, one, other) =>
        {
            int first = Math.Min(Math.Min(one, other), bytes.Length);
            int second = Math.Min(Math.Max(one, other), bytes.Length);
            Assert.Equal(IsText(bytes), Judge(bytes[..first], bytes[first..second], bytes[second..]));
            Assert.Equal(IsText(bytes), Judge([.. bytes.Select(static one => (byte[])[one])]));
        });

    [Fact]
    [Attack("WS-09")]
    [Rfc("3629", "4")]
    public void What_can_be_no_text_any_more_is_refused_with_the_first_such_byte() =>
        Byte.Array[1, 8].Sample(bytes =>
        {
            Utf8Checker checker = default;
            for (int index = 0; index < bytes.Length; index++)
            {
                bool isAccepted = checker.Accept(bytes.AsSpan(index, 1));
                Assert.Equal(CanGoOn(bytes[..(index + 1)]), isAccepted);
                if (!isAccepted)
                {
                    return;
                }
            }
        });

    // One character in seven, which gives every value to each byte.
    [Fact]
    [Rfc("3629", "3")]
    public void A_character_may_be_cut_anywhere()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int value = 0x80; value <= 0x10FFFF; value += 7)
        {
            int length = Rune.IsValid(value) ? new Rune(value).EncodeToUtf8(bytes) : 0;
            for (int cut = 1; cut < length; cut++)
            {
                Utf8Checker checker = default;
                Assert.True(checker.Accept(bytes[..cut]) && !checker.IsWhole, $"U+{value:X} to byte {cut}");
                Assert.True(checker.Accept(bytes[cut..length]) && checker.IsWhole, $"U+{value:X} from byte {cut}");
            }
        }
    }

    [Fact]
    [Attack("WS-09")]
    public void A_text_that_follows_one_that_was_cut_is_judged_afresh()
    {
        Utf8Checker checker = default;
        Assert.True(checker.Accept("€"u8[..2]));
        Assert.False(checker.IsWhole);
        checker.Reset();
        Assert.True(checker.IsWhole);
        Assert.True(checker.Accept("é"u8[..1]));
        Assert.False(checker.IsWhole);
        Assert.True(checker.Accept("é"u8[1..]));
        Assert.True(checker.IsWhole);
    }

    private static bool Judge(params byte[][] pieces)
    {
        Utf8Checker checker = default;
        return pieces.All(piece => checker.Accept(piece)) && checker.IsWhole;
    }

    private static bool IsText(byte[] bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>True when some text begins like this: tries every end there is.</summary>
    private static bool CanGoOn(byte[] bytes)
    {
        byte[][] ends = [[], [0x80], [0xA0], [0x90], [0x80, 0x80], [0xA0, 0x80], [0x90, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80]];
        return ends.Any(end => IsText([.. bytes, .. end]));
    }
}
