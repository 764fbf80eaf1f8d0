// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Cli.QrCodes;

/// <summary>
/// The check bytes of a QR code: the remainder of a polynomial over the field of 256 elements (ISO/IEC 18004 §7.5). The field is that of
/// x^8 + x^4 + x^3 + x^2 + 1, with 2 as its generator.
/// </summary>
internal static class ReedSolomon
{
    private const int FieldPolynomial = 0x11d;

    /// <summary>So many check bytes for a block of data.</summary>
    public static byte[] Check(ReadOnlySpan<byte> data, int count)
    {
        byte[] generator = Generator(count);
        byte[] remainder = new byte[count];
        foreach (byte value in data)
        {
            byte factor = (byte)(value ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (int index = 0; index < count; index++)
            {
                remainder[index] ^= Multiply(generator[index], factor);
            }
        }

        return remainder;
    }

    /// <summary>The product of two elements.</summary>
    public static byte Multiply(byte left, byte right)
    {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * FieldPolynomial);
            product ^= ((right >> bit) & 1) * left;
        }

        return (byte)product;
    }

    /// <summary>The product of (x - 2^i) for every i below the degree, without its first coefficient, which is 1.</summary>
    private static byte[] Generator(int degree)
    {
        byte[] coefficients = new byte[degree];
        coefficients[^1] = 1;
        byte root = 1;
        for (int factor = 0; factor < degree; factor++)
        {
            for (int index = 0; index < degree; index++)
            {
                coefficients[index] = Multiply(coefficients[index], root);
                if (index + 1 < degree)
                {
                    coefficients[index] ^= coefficients[index + 1];
                }
            }

            root = Multiply(root, 2);
        }

        return coefficients;
    }
}
