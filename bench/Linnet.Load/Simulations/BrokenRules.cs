// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

namespace Linnet.Load.Simulations;

/// <summary>
/// Draws frames that break a rule of RFC 6455 or RFC 7692, each with the close code that answers it: the rows WS-03 to WS-09 of
/// docs/attacks.md.
/// </summary>
/// <param name="random">What they are drawn from.</param>
/// <param name="canCompress">True when compression has been agreed on, which has rules of its own.</param>
internal sealed class BrokenRules(Random random, bool canCompress)
{
    private const int ProtocolError = 1002;
    private const int InvalidData = 1007;
    private const int PolicyViolation = 1008;
    private const int TooBig = 1009;

    private static readonly int[] ReservedOpcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
    private static readonly int[] UnsentCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535];

    // Never UTF-8: a lone byte of the middle, an overlong form, a surrogate, what is beyond the last character, a sequence that
    // does not end.
    private static readonly byte[][] BadTexts =
        [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82]];

    /// <summary>A frame, or several of which the last is at fault, and the close code.</summary>
    public (byte[] Bytes, int CloseCode) Draw() => random.Next(canCompress ? 18 : 14) switch
    {
        0 => (ClientFrames.Of(ClientFrames.Final | ModelFrame.Text, "unmasked"u8.ToArray(), null), ProtocolError),
        1 => (Frame(ClientFrames.Final | (0x10 << random.Next(canCompress ? 2 : 3)) | ModelFrame.Text, "reserved"u8), ProtocolError),
        2 => (Frame(ClientFrames.Final | ReservedOpcodes[random.Next(ReservedOpcodes.Length)], "opcode"u8), ProtocolError),
        3 => (ClientFrames.Of(ClientFrames.Final | ModelFrame.Binary, "ab"u8.ToArray(), Mask(), random.Next(2) == 0 ? 2 : 8), ProtocolError),
        4 => (ClientFrames.Head(ClientFrames.Final | ModelFrame.Binary, long.MinValue + random.Next(1000), Mask()), ProtocolError),
        5 => (Frame(ModelFrame.Ping, "in fragments"u8), ProtocolError),
        6 => (Frame(ClientFrames.Final | (random.Next(2) == 0 ? ModelFrame.Ping : ModelFrame.Close), new byte[126]), ProtocolError),
        7 => (Frame(ClientFrames.Final | ModelFrame.Continuation, "of nothing"u8), ProtocolError),
        8 => ([.. Frame(ModelFrame.Text, "one"u8), .. Frame(ClientFrames.Final | ModelFrame.Text, "within"u8)], ProtocolError),
        9 => (Frame(ClientFrames.Final | ModelFrame.Close, [3]), ProtocolError),
        10 => (Frame(
            ClientFrames.Final | ModelFrame.Close, ClientFrames.CloseOf(UnsentCodes[random.Next(UnsentCodes.Length)], [])), ProtocolError),
        11 => DrawText(),
        12 => DrawTooLong(),
        13 => DrawFragments(),
        _ => DrawCompressed(),
    };

    /// <summary>Four bytes to mask with.</summary>
    public byte[] Mask()
    {
        byte[] mask = new byte[4];
        random.NextBytes(mask);
        return mask;
    }

    private (byte[] Bytes, int CloseCode) DrawText()
    {
        byte[] bad = BadTexts[random.Next(BadTexts.Length)];
        if (random.Next(3) == 0)
        {
            return (Frame(ClientFrames.Final | ModelFrame.Close, ClientFrames.CloseOf(1000, bad)), InvalidData);
        }

        byte[] text = [.. Encoding.UTF8.GetBytes("good é€"), .. bad];
        int cut = random.Next(text.Length);
        byte[] frames = random.Next(2) == 0
            ? Frame(ClientFrames.Final | ModelFrame.Text, text)
            : [.. Frame(ModelFrame.Text, text.AsSpan(0, cut)), .. Frame(ClientFrames.Final | ModelFrame.Continuation, text.AsSpan(cut))];
        return (frames, InvalidData);
    }

    private (byte[] Bytes, int CloseCode) DrawTooLong()
    {
        // Refused by its head: of what follows nothing is sent.
        int most = ModelConversation.MostMessageBytes;
        return random.Next(2) == 0
            ? (ClientFrames.Head(ClientFrames.Final | ModelFrame.Binary, most + 1L + random.Next(1 << 20), Mask()), TooBig)
            : ([
                .. Frame(ModelFrame.Binary, new byte[1000]),
                .. ClientFrames.Head(ClientFrames.Final | ModelFrame.Continuation, most - 999, Mask()),
            ], TooBig);
    }

    private (byte[] Bytes, int CloseCode) DrawFragments() => ([
        .. Frame(ModelFrame.Binary, "a"u8),
        .. Enumerable.Range(0, ModelConversation.MostShortFragments).SelectMany(_ => Frame(ModelFrame.Continuation, "b"u8)),
    ], PolicyViolation);

    private (byte[] Bytes, int CloseCode) DrawCompressed()
    {
        const int Whole = ClientFrames.Final | ClientFrames.Compressed;
        switch (random.Next(5))
        {
            case 0:
                return (Frame(Whole | ModelFrame.Binary, random.Next(2) == 0 ? [0xFF, 0xFF, 0xFF, 0xFF] : [0, 5, 0, 0, 0, 0xAA]), InvalidData);
            case 1:
                byte[] bad = BadTexts[random.Next(BadTexts.Length)];
                return (Frame(Whole | ModelFrame.Text, MessageCoding.Compress(bad, random)), InvalidData);
            case 2:
                // WS-08: a bomb.
                byte[] bomb = MessageCoding.Bomb(ModelConversation.MostMessageBytes + 1 + random.Next(1 << 20), random);
                return (Frame(Whole | ModelFrame.Binary, bomb), TooBig);
            case 3:
                return (Frame(Whole | ModelFrame.Ping, "compressed"u8), ProtocolError);
            default:
                byte[] message = MessageCoding.Compress("both frames say that they are"u8, random);
                return ([
                    .. Frame(ClientFrames.Compressed | ModelFrame.Text, message.AsSpan(0, 5)),
                    .. Frame(Whole | ModelFrame.Continuation, message.AsSpan(5)),
                ], ProtocolError);
        }
    }

    private byte[] Frame(int first, ReadOnlySpan<byte> payload) => ClientFrames.Of(first, payload.ToArray(), Mask());
}
