// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Text;

using State = Linnet.Protocol.Http1.ChunkExtensionState;

namespace Linnet.Protocol.Http1;

/// <summary>
/// The grammar of chunk extensions. Their meaning is ignored, their bytes are not: a reader that skips to the next line
/// end and a reader that minds the quotes see two different messages. RFC 9112 §7.1.1.
/// </summary>
/// <remarks>
/// <code>
///   chunk-ext     = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
///   chunk-ext-val = token / quoted-string
/// </code>
/// </remarks>
internal static class ChunkExtensions
{
    /// <summary>True where the line may end.</summary>
    public static bool MayEnd(State state) => state switch
    {
        State.Name or State.TokenValue or State.AfterQuotedValue => true,
        State.Start or State.BeforeName or State.AfterName
            or State.BeforeValue or State.QuotedValue or State.QuotedPair
            or State.Invalid => false,
    };

    /// <summary>The state after one more byte.</summary>
    public static State Next(State state, byte value) => state switch
    {
        State.Start => InStart(value),
        State.BeforeName => InBeforeName(value),
        State.Name => InName(value),
        State.AfterName => InAfterName(value),
        State.BeforeValue => InBeforeValue(value),
        State.TokenValue => Token.IsTokenByte(value) ? State.TokenValue : InStart(value),
        State.QuotedValue => InQuotedValue(value),
        State.QuotedPair => IsText(value) ? State.QuotedValue : State.Invalid,
        State.AfterQuotedValue => InStart(value),
        State.Invalid => State.Invalid,
    };

    private static State InStart(byte value) => value switch
    {
        (byte)';' => State.BeforeName,
        (byte)' ' or (byte)'\t' => State.Start,
        _ => State.Invalid,
    };

    private static State InBeforeName(byte value)
    {
        if (value is (byte)' ' or (byte)'\t')
        {
            return State.BeforeName;
        }

        return Token.IsTokenByte(value) ? State.Name : State.Invalid;
    }

    private static State InName(byte value) =>
        Token.IsTokenByte(value) ? State.Name : InAfterName(value);

    private static State InAfterName(byte value) => value switch
    {
        (byte)'=' => State.BeforeValue,
        (byte)';' => State.BeforeName,
        (byte)' ' or (byte)'\t' => State.AfterName,
        _ => State.Invalid,
    };

    private static State InBeforeValue(byte value)
    {
        if (value is (byte)' ' or (byte)'\t')
        {
            return State.BeforeValue;
        }

        if (value == '"')
        {
            return State.QuotedValue;
        }

        return Token.IsTokenByte(value) ? State.TokenValue : State.Invalid;
    }

    private static State InQuotedValue(byte value) => value switch
    {
        (byte)'"' => State.AfterQuotedValue,
        (byte)'\\' => State.QuotedPair,
        _ => IsText(value) ? State.QuotedValue : State.Invalid,
    };

    // RFC 9110 §5.6.4: tab, space, visible characters and obs-text; no control character.
    private static bool IsText(byte value) => value is (byte)'\t' or (>= 0x20 and not 0x7F);
}
