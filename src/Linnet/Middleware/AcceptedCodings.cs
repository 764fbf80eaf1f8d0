// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Middleware;

/// <summary>Reads Accept-Encoding. RFC 9110 §12.5.3.</summary>
internal static class AcceptedCodings
{
    private const int Unnamed = -1;
    private const int Whole = 1000;

    private enum Name
    {
        Brotli,
        Gzip,
        Identity,
        Others,
        Unknown,
    }

    /// <summary>The coding that the client wants most; of equals br, then gzip, then none.</summary>
    public static ContentCoding Choose(ReadOnlySpan<byte> field)
    {
        Span<int> weights = [Unnamed, Unnamed, Unnamed, Unnamed, Unnamed];
        foreach (Range range in MemoryExtensions.Split(field, (byte)','))
        {
            ReadOnlySpan<byte> element = field[range];
            int end = element.IndexOf((byte)';');
            Name name = NameOf(Token.Trim(end < 0 ? element : element[..end]));
            weights[(int)name] = end < 0 ? Whole : WeightOf(element[(end + 1)..]);
        }

        // RFC 9110 §12.5.3: the asterisk is every coding that is not named.
        int others = weights[(int)Name.Others];
        int brotli = Math.Max(weights[(int)Name.Brotli], weights[(int)Name.Brotli] == Unnamed ? others : 0);
        int gzip = Math.Max(weights[(int)Name.Gzip], weights[(int)Name.Gzip] == Unnamed ? others : 0);
        int identity = weights[(int)Name.Identity];
        if (brotli > 0 && brotli >= gzip && brotli >= identity)
        {
            return ContentCoding.Brotli;
        }

        return gzip > 0 && gzip >= identity ? ContentCoding.Gzip : ContentCoding.Identity;
    }

    private static Name NameOf(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "br"u8))
        {
            return Name.Brotli;
        }

        // RFC 9110 §8.4.1.3: x-gzip is the same.
        if (Ascii.EqualsIgnoreCase(name, "gzip"u8) || Ascii.EqualsIgnoreCase(name, "x-gzip"u8))
        {
            return Name.Gzip;
        }

        if (Ascii.EqualsIgnoreCase(name, "identity"u8))
        {
            return Name.Identity;
        }

        return name.SequenceEqual("*"u8) ? Name.Others : Name.Unknown;
    }

    /// <summary>A weight in thousandths (RFC 9110 §12.4.2); 0, not wanted, for what is none.</summary>
    private static int WeightOf(ReadOnlySpan<byte> parameter)
    {
        parameter = Token.Trim(parameter);
        if (parameter.Length is < 3 or > 7 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=')
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
}
