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
