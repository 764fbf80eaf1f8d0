// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Linnet.Load.Simulations;

/// <summary>All that a client is going to say in a WebSocket, drawn beforehand, and what it must hear.</summary>
internal sealed class ConversationScript
{
    private static readonly int[] PoliteCodes = [0, 1000, 1003, 1007, 1011, 1012, 3000, 4999];
    private static readonly string[] Letters = ["a", "é", "€", "😀"];

    private readonly Random _random;
    private readonly bool _canCompress;
    private readonly BrokenRules _rules;

    /// <summary>Draws one.</summary>
    public ConversationScript(Random random, bool canCompress, Func<int> drawSize)
    {
        _random = random;
        _canCompress = canCompress;
        _rules = new BrokenRules(random, canCompress);
        for (int left = random.Next(7); left > 0; left--)
        {
            AddMessage(Math.Min(drawSize(), ModelConversation.MostMessageBytes / 4));
        }

        AddEnd();
    }

    /// <summary>What is sent: each begins and ends with a frame, but for the last.</summary>
    public List<byte[]> Pieces { get; } = [];

    /// <summary>The messages that are to be echoed.</summary>
    public List<(bool IsText, byte[] Payload)> Messages { get; } = [];

    /// <summary>What is to be answered by pongs, the last of them at any rate.</summary>
    public List<byte[]> Pings { get; } = [];

    /// <summary>The code of the close frame that the server ends with; 0 for one without, null for an end without a frame.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>True when the client resets the connection when it has said everything.</summary>
    public bool IsReset { get; private set; }

    /// <summary>True when the last piece is half a frame.</summary>
    public bool EndsWithinFrame { get; private set; }

    /// <summary>True when its last frame says that it closes, or breaks a rule: the server need not be answered.</summary>
    public bool IsLast => CloseCode is not null;

    /// <summary>A frame of this client's.</summary>
    public byte[] Frame(int first, byte[] payload) => ClientFrames.Of(first, payload, _rules.Mask());

    private void AddMessage(int size)
    {
        bool isText = _random.Next(2) == 0;
        byte[] payload = isText ? DrawText(size) : Pattern.Of(Messages.Count + 1, size);
        Messages.Add((isText, payload));
        using MemoryStream frames = new();
        int opcode = isText ? ModelFrame.Text : ModelFrame.Binary;
        if (_canCompress && _random.Next(2) == 0)
        {
            opcode |= ClientFrames.Compressed;
            payload = MessageCoding.Compress(payload, _random);
        }

        int fragments = _random.Next(3) == 0 ? _random.Next(1, 6) : 1;
        for (int at = 0; fragments > 0; fragments--)
        {
            // At any byte, also within a character, and also nothing.
            int count = fragments == 1 ? payload.Length - at : _random.Next(payload.Length - at + 1);
            frames.Write(Frame((fragments == 1 ? ClientFrames.Final : 0) | opcode, payload[at..(at + count)]));
            at += count;
            opcode = ModelFrame.Continuation;
            AddControl(frames);
        }

        Pieces.Add(frames.ToArray());
    }

    /// <summary>Control frames may stand between the fragments of a message. RFC 6455 §5.4.</summary>
    private void AddControl(MemoryStream frames)
    {
        switch (_random.Next(5))
        {
            case 0:
                Pings.Add(Pattern.Of(100 + Pings.Count, _random.Next(2, 126)));
                Pings[^1][0] = (byte)Pings.Count;
                frames.Write(Frame(ClientFrames.Final | ModelFrame.Ping, Pings[^1]));
                break;
            case 1 when _random.Next(3) == 0:
                frames.Write(Frame(ClientFrames.Final | ModelFrame.Pong, Pattern.Of(7, _random.Next(126))));
                break;
        }
    }

    private void AddEnd()
    {
        switch (_random.Next(8))
        {
            case 0 or 1 or 2:
                // RFC 6455 §5.5.1: the answer has the same code.
                int code = PoliteCodes[_random.Next(PoliteCodes.Length)];
                byte[] reason = Encoding.UTF8.GetBytes(_random.Next(2) == 0 ? "" : "Adieu, à bientôt.");
                CloseCode = code;
                Pieces.Add(Frame(ClientFrames.Final | ModelFrame.Close, code == 0 ? [] : ClientFrames.CloseOf(code, reason)));
                break;
            case 3 or 4 or 5:
                (byte[] bytes, int answer) = _rules.Draw();
                CloseCode = answer;
                Pieces.Add(bytes);
                break;
            case 6:
                // The stream ends between two frames.
                break;
            default:
                byte[] frame = Frame(ClientFrames.Final | ModelFrame.Binary, Pattern.Of(1, 300));
                Pieces.Add(frame[.._random.Next(1, frame.Length)]);
                EndsWithinFrame = true;
                IsReset = _random.Next(2) == 0;
                break;
        }
    }

    private byte[] DrawText(int size)
    {
        StringBuilder text = new();
        for (int length = 0; length < size; length++)
        {
            text.Append(Letters[_random.Next(Letters.Length)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
