// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;

namespace Linnet.Protocol.WebSockets;

/// <summary>Reads what a client offers for compressing messages, and takes the first offer that can be. RFC 7692 §5, §7.1.</summary>
/// <remarks>
/// <code>
/// Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate
///                           └──────────────────────── one offer ────────────────────────────────┘
/// </code>
/// An offer with anything in it that is not known, or is wrong, is declined (RFC 7692 §7.1): a later one may be taken.
/// </remarks>
internal static class DeflateOffer
{
    private const string Extension = "permessage-deflate";
    private const int LeastBits = 8;
    private const int MostBits = 15;

    private enum Parameter
    {
        ServerNoContext = 1,
        ClientNoContext = 2,
        ServerWindow = 4,
        ClientWindow = 8,
    }

    /// <summary>Takes the first offer that can be taken; false when there is none.</summary>
    /// <param name="field">The value of Sec-WebSocket-Extensions, its lines joined; null when there is none.</param>
    /// <param name="agreement">What is agreed on.</param>
    public static bool TryTake(string? field, out DeflateAgreement agreement)
    {
        // RFC 6455 §9.1: a list of extensions. A value in quotes must be a token inside them, so no comma hides in one.
        foreach (string offer in (field ?? "").Split(','))
        {
            if (TryRead(offer, out agreement))
            {
                return true;
            }
        }

        agreement = default;
        return false;
    }

    /// <summary>The answer. Neither side keeps anything from message to message, so that a silent socket costs no memory.</summary>
    public static string AnswerOf(in DeflateAgreement agreement)
    {
        // RFC 7692 §7.1.1.2: a server may demand this of a client that has not offered it.
        const string Answer = $"{Extension}; server_no_context_takeover; client_no_context_takeover";
        return agreement.SaysServerWindow
            ? string.Create(CultureInfo.InvariantCulture, $"{Answer}; server_max_window_bits={agreement.ServerWindowBits}")
            : Answer;
    }

    private static bool TryRead(string offer, out DeflateAgreement agreement)
    {
        agreement = default;
        string[] parts = offer.Split(';', StringSplitOptions.TrimEntries);
        if (!string.Equals(parts[0], Extension, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int seen = 0;
        int bits = MostBits;
        for (int index = 1; index < parts.Length; index++)
        {
            // RFC 7692 §7.1: unknown, wrong or repeated parameters make the offer one to decline.
            if (!TryReadParameter(parts[index], out Parameter parameter, out int value) || (seen & (int)parameter) != 0)
            {
                return false;
            }

            seen |= (int)parameter;
            bits = parameter == Parameter.ServerWindow ? value : bits;
        }

        agreement = new DeflateAgreement(bits, (seen & (int)Parameter.ServerWindow) != 0);
        return true;
    }

    private static bool TryReadParameter(string text, out Parameter parameter, out int bits)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        ReadOnlySpan<char> name = (equals < 0 ? text : text.AsSpan(0, equals)).TrimEnd();
        ReadOnlySpan<char> value = equals < 0 ? default : Unquoted(text.AsSpan(equals + 1).TrimStart());
        bool hasBits = TryReadBits(value, out bits);
        (parameter, bool isRight) = name switch
        {
            "server_no_context_takeover" => (Parameter.ServerNoContext, equals < 0),
            "client_no_context_takeover" => (Parameter.ClientNoContext, equals < 0),
            "server_max_window_bits" => (Parameter.ServerWindow, hasBits),

            // RFC 7692 §7.1.2.2: without a value it only says that we might set one, and we need none.
            "client_max_window_bits" => (Parameter.ClientWindow, equals < 0 || hasBits),
            _ => (default, false),
        };
        return isRight;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value) =>
        value is ['"', .. var inside, '"'] ? inside : value;

    // RFC 7692 §7.1.2.1: a number from 8 to 15, without zeros before it.
    private static bool TryReadBits(ReadOnlySpan<char> text, out int bits)
    {
        bits = 0;
        return text.Length is 1 or 2
            && text[0] != '0'
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            && bits is >= LeastBits and <= MostBits;
    }
}
