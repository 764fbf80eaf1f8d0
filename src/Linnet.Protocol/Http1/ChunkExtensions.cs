// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Text;

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
    public static bool MayEnd(ChunkExtension state) => state switch
    {
        ChunkExtension.Name or ChunkExtension.TokenValue or ChunkExtension.AfterQuotedValue => true,
        ChunkExtension.Start or ChunkExtension.BeforeName or ChunkExtension.AfterName
            or ChunkExtension.BeforeValue or ChunkExtension.QuotedValue or ChunkExtension.QuotedPair
            or ChunkExtension.Invalid => false,
    };

    /// <summary>The state after one more byte.</summary>
    public static ChunkExtension Next(ChunkExtension state, byte value) => state switch
    {
        ChunkExtension.Start => InStart(value),
        ChunkExtension.BeforeName => InBeforeName(value),
        ChunkExtension.Name => InName(value),
        ChunkExtension.AfterName => InAfterName(value),
        ChunkExtension.BeforeValue => InBeforeValue(value),
        ChunkExtension.TokenValue => Token.IsTokenByte(value) ? ChunkExtension.TokenValue : InStart(value),
        ChunkExtension.QuotedValue => InQuotedValue(value),
        ChunkExtension.QuotedPair => IsText(value) ? ChunkExtension.QuotedValue : ChunkExtension.Invalid,
        ChunkExtension.AfterQuotedValue => InStart(value),
        ChunkExtension.Invalid => ChunkExtension.Invalid,
    };

    private static ChunkExtension InStart(byte value) => value switch
    {
        (byte)';' => ChunkExtension.BeforeName,
        (byte)' ' or (byte)'\t' => ChunkExtension.Start,
        _ => ChunkExtension.Invalid,
    };

    private static ChunkExtension InBeforeName(byte value)
    {
        if (value is (byte)' ' or (byte)'\t')
        {
            return ChunkExtension.BeforeName;
        }

        return Token.IsTokenByte(value) ? ChunkExtension.Name : ChunkExtension.Invalid;
    }

    private static ChunkExtension InName(byte value) =>
        Token.IsTokenByte(value) ? ChunkExtension.Name : InAfterName(value);

    private static ChunkExtension InAfterName(byte value) => value switch
    {
        (byte)'=' => ChunkExtension.BeforeValue,
        (byte)';' => ChunkExtension.BeforeName,
        (byte)' ' or (byte)'\t' => ChunkExtension.AfterName,
        _ => ChunkExtension.Invalid,
    };

    private static ChunkExtension InBeforeValue(byte value)
    {
        if (value is (byte)' ' or (byte)'\t')
        {
            return ChunkExtension.BeforeValue;
        }

        if (value == '"')
        {
            return ChunkExtension.QuotedValue;
        }

        return Token.IsTokenByte(value) ? ChunkExtension.TokenValue : ChunkExtension.Invalid;
    }

    private static ChunkExtension InQuotedValue(byte value) => value switch
    {
        (byte)'"' => ChunkExtension.AfterQuotedValue,
        (byte)'\\' => ChunkExtension.QuotedPair,
        _ => IsText(value) ? ChunkExtension.QuotedValue : ChunkExtension.Invalid,
    };

    // RFC 9110 §5.6.4: tab, space, visible characters and obs-text; no control character.
    private static bool IsText(byte value) => value is (byte)'\t' or (>= 0x20 and not 0x7F);
}
