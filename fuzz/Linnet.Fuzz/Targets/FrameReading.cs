// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.WebSockets;

namespace Linnet.Fuzz.Targets;

/// <summary>What a receiver of frames does with bytes, without waiting for any.</summary>
internal sealed class FrameReading(bool canBeCompressed, Transcript transcript)
{
    private readonly byte[] _control = new byte[FrameHeader.MaxControlBytes];
    private FrameOrder _order;
    private Utf8Checker _text;
    private FrameHeader _header;
    private FrameRejection _rejection;
    private long _passed = -1;
    private int _consumed;
    private bool _isText;

    /// <summary>True after a close frame, or a broken rule.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Goes on; false when more bytes are needed.</summary>
    public bool Step(Span<byte> received) => _passed < 0 ? ReadHeader(received) : ReadPayload(received);

    /// <summary>Writes down how it ended.</summary>
    public void End()
    {
        transcript.Add((int)_rejection);
        transcript.Add(_order.IsWithinMessage);
        BreachException.Unless(
            _rejection == FrameRejection.None || FrameRules.Of(_rejection).CloseCode >= 1000, "a refusal has a code.");
    }

    private bool ReadHeader(ReadOnlySpan<byte> received)
    {
        FrameStep step = FrameHeader.Read(
            received[_consumed..], canBeCompressed, out _header, out int bytes, out FrameRejection rejection);
        if (step == FrameStep.More)
        {
            return false;
        }

        if (step == FrameStep.Ready)
        {
            BreachException.Unless(bytes <= FrameHeader.MaxBytes, "a header has at most 14 bytes.");
            BreachException.Unless(_header.PayloadBytes >= 0, "a length is not negative.");
            rejection = _order.Accept(_header.Opcode, _header.IsFinal);
        }

        if (rejection != FrameRejection.None)
        {
            return Refuse(rejection);
        }

        _consumed += bytes;
        _passed = 0;
        if (_header.Opcode is FrameOpcode.Text or FrameOpcode.Binary)
        {
            _isText = _header.Opcode == FrameOpcode.Text && !_header.IsCompressed;
            _text.Reset();
        }

        transcript.Add((int)_header.Opcode);
        transcript.Add(_header.IsFinal);
        transcript.Add(_header.IsCompressed);
        return true;
    }

    private bool ReadPayload(Span<byte> received)
    {
        int count = (int)Math.Min(_header.PayloadBytes - _passed, received.Length - _consumed);
        if (count == 0 && _passed < _header.PayloadBytes)
        {
            return false;
        }

        Span<byte> payload = received.Slice(_consumed, count);
        FrameMask.Apply(payload, _header.Mask, _passed);
        FrameRejection rejection = _header.IsControl ? Keep(payload) : Check(payload);
        _consumed += count;
        _passed += count;
        if (rejection == FrameRejection.None && _passed == _header.PayloadBytes)
        {
            rejection = EndFrame();
            _passed = -1;
        }

        return rejection == FrameRejection.None || Refuse(rejection);
    }

    private FrameRejection Keep(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_control.AsSpan((int)_passed));
        return FrameRejection.None;
    }

    private FrameRejection Check(ReadOnlySpan<byte> payload)
    {
        if (_isText && !_text.Accept(payload))
        {
            return FrameRejection.Text;
        }

        return FrameRejection.None;
    }

    private FrameRejection EndFrame()
    {
        ReadOnlySpan<byte> control = _control.AsSpan(0, _header.IsControl ? (int)_header.PayloadBytes : 0);
        if (_header.Opcode == FrameOpcode.Close)
        {
            FrameRejection rejection = CloseFrame.Read(control, out int code, out string? reason);
            transcript.Add(code);
            transcript.AddText(reason);
            HasEnded = true;
            return rejection;
        }

        transcript.AddField(control);
        return !_header.IsControl && _header.IsFinal && _isText && !_text.IsWhole
            ? FrameRejection.Text
            : FrameRejection.None;
    }

    private bool Refuse(FrameRejection rejection)
    {
        _rejection = rejection;
        HasEnded = true;
        return true;
    }
}
