// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Load.Simulations;

/// <summary>A frame of a server, as a strict client read it.</summary>
internal sealed record ModelFrame(int Opcode, bool IsFinal, bool IsCompressed, byte[] Payload)
{
    /// <summary>More of a message.</summary>
    public const int Continuation = 0;

    /// <summary>Text.</summary>
    public const int Text = 1;

    /// <summary>Bytes.</summary>
    public const int Binary = 2;

    /// <summary>The end of the conversation.</summary>
    public const int Close = 8;

    /// <summary>A question whether one is there.</summary>
    public const int Ping = 9;

    /// <summary>The answer.</summary>
    public const int Pong = 10;

    /// <summary>The code in a close frame; 0 for none.</summary>
    public int CloseCode => Payload.Length < 2 ? 0 : (Payload[0] << 8) | Payload[1];
}
