// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

namespace Linnet.Load.Simulations;

/// <summary>Compares what a client hears in a WebSocket with what its script says that it must hear.</summary>
internal sealed class ConversationCheck(ConversationScript script, CompressionOffer offer, string kind)
{
    private const int GoingAway = 1001;
    private const int Normal = 1000;
    private const int ServerFailed = 1011;

    private readonly List<byte> _message = [];
    private int _opcode;
    private bool _isCompressed;
    private int _echoes;
    private int _news;
    private int _pongs;
    private int? _closeCode;

    /// <summary>What the handler does.</summary>
    public string Kind => kind;

    /// <summary>True when the handler ends by itself, once it has echoed enough.</summary>
    private bool EndsByItself => kind is "leave" or "fail" && script.Messages.Count >= ModelConversation.EchoesBeforeEnd;

    /// <summary>True when the close frame that came is the answer to what the client has sent last.</summary>
    public bool IsClosedByClient => !EndsByItself && script.IsLast && _closeCode == script.CloseCode;

    /// <summary>A frame has come: what is wrong with it; null for nothing.</summary>
    public string? Hear(ModelFrame frame)
    {
        // RFC 7692 §6: only a message's first frame has the bit.
        if (frame.IsCompressed && (!offer.IsTaken || frame.Opcode is not (ModelFrame.Text or ModelFrame.Binary)))
        {
            return "hears what must not be compressed";
        }

        switch (frame.Opcode)
        {
            case ModelFrame.Ping:
                return frame.Payload.Length == 0 ? null : "is asked with more than it needs";
            case ModelFrame.Pong:
                return HearPong(frame.Payload);
            case ModelFrame.Close:
                _closeCode = frame.CloseCode;
                return null;
            case ModelFrame.Continuation when _opcode == 0:
                return "hears the rest of nothing";
            case ModelFrame.Text or ModelFrame.Binary when _opcode != 0:
                return "hears a message within a message";
            case ModelFrame.Text or ModelFrame.Binary:
                _opcode = frame.Opcode;
                _isCompressed = frame.IsCompressed;
                break;
        }

        _message.AddRange(frame.Payload);
        if (!frame.IsFinal)
        {
            return null;
        }

        bool isText = _opcode == ModelFrame.Text;
        byte[] message = _isCompressed ? MessageCoding.Decompress([.. _message]) : [.. _message];
        _opcode = 0;
        _message.Clear();

        // Nothing in a message can refer further back than it is long.
        return _isCompressed && message.Length > offer.WindowBytes
            ? $"hears a message of {message.Length} compressed beyond its window"
            : HearMessage(isText, message);
    }

    /// <summary>The stream has ended, and the network has done nothing to it: what is missing; null for nothing.</summary>
    public string? End(bool isStopping)
    {
        if (IsInterrupted(isStopping))
        {
            return null;
        }

        int? code = !EndsByItself ? script.CloseCode : kind == "leave" ? Normal : ServerFailed;
        int echoes = EndsByItself ? ModelConversation.EchoesBeforeEnd : script.Messages.Count;
        bool isPongMissing = !EndsByItself && code is not null && _pongs != script.Pings.Count;
        return _closeCode != code ? $"is closed with {_closeCode}, and not {code}"
            : _echoes != echoes ? $"hears {_echoes} echoes of {echoes}"
            : isPongMissing ? $"hears {_pongs} pongs of {script.Pings.Count}"
            : null;
    }

    /// <summary>True when the server had a reason of its own to close in the middle of everything.</summary>
    private bool IsInterrupted(bool isStopping)
    {
        // Who ends his stream without a word, when the server is about to close and takes nothing more, learns nothing.
        bool isUntold = _closeCode is null && script.CloseCode is null;
        return (isStopping && (isUntold || _closeCode == GoingAway))
            || (kind == "close" && (isUntold || _closeCode == ModelConversation.OwnCloseCode));
    }

    // RFC 6455 §5.5.3: of several pings it is enough to answer the last.
    private string? HearPong(byte[] payload)
    {
        int index = script.Pings.FindIndex(_pongs, ping => ping.AsSpan().SequenceEqual(payload));
        _pongs = index + 1;
        return index < 0 ? "hears a pong to nothing" : null;
    }

    private string? HearMessage(bool isText, byte[] message)
    {
        if (kind == "news" && isText && message.AsSpan().StartsWith("news "u8))
        {
            return _news < ModelConversation.NewsCount
                && message.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(ModelConversation.News(_news++)))
                    ? null
                    : $"hears other news than {_news - 1}: {message.Length} bytes, {Encoding.UTF8.GetString(message)[..10]}";
        }

        if (_echoes == script.Messages.Count)
        {
            return "hears more than it said";
        }

        (bool wasText, byte[] said) = script.Messages[_echoes++];
        return wasText == isText && said.AsSpan().SequenceEqual(message)
            ? null
            : $"hears another message than its own, {message.Length} of {said.Length}";
    }
}
