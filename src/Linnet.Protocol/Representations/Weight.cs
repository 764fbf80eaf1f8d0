// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Representations;

/// <summary>How much a client wants one of several things, in thousandths. RFC 9110 §12.4.2.</summary>
internal static class Weight
{
    /// <summary>As much as anything; what is named without a weight.</summary>
    public const int Whole = 1000;

    /// <summary>Reads one parameter, <c>q=0.5</c>; 0, not wanted, for what is no weight.</summary>
    public static int Of(ReadOnlySpan<byte> parameter)
    {
        parameter = Token.Trim(parameter);
        if (parameter.Length > 7 || !IsWeight(parameter))
        {
            return 0;
        }

        ReadOnlySpan<byte> digits = parameter[2..];
        if (digits[0] is not ((byte)'0' or (byte)'1') || (digits.Length > 1 && digits[1] != '.'))
        {
            return 0;
        }

        int weight = (digits[0] - '0') * Whole;
        int place = Whole / 10;
        foreach (byte digit in digits.Length > 2 ? digits[2..] : default)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return 0;
            }

            weight += (digit - '0') * place;
            place /= 10;
        }

        return weight <= Whole ? weight : 0;
    }

    /// <summary>Whether a parameter without blanks around it is a weight, well formed or not.</summary>
    public static bool IsWeight(ReadOnlySpan<byte> parameter) =>
        parameter.Length >= 3 && (parameter[0] | 0x20) == 'q' && parameter[1] == '=';
}
