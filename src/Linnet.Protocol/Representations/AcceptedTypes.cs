// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Representations;

/// <summary>What a client says of media types in Accept. RFC 9110 §12.5.1.</summary>
/// <remarks>
/// Parameters other than the weight are not compared: what is offered here has none that a client could want otherwise.
/// </remarks>
internal static class AcceptedTypes
{
    // How closely a range fits: not, all types, all of a kind, the type itself.
    private const int NoFit = 0;
    private const int AnyType = 1;
    private const int AnyOfKind = 2;
    private const int ThisType = 3;

    /// <summary>
    /// Which of several types the client wants most; of equals the first. -1 when it wants none of them.
    /// </summary>
    /// <param name="field">The field, its lines joined by commas.</param>
    /// <param name="types">What there is, in small letters and without parameters.</param>
    public static int Choose(ReadOnlySpan<byte> field, params ReadOnlySpan<string> types)
    {
        int best = 0;
        int chosen = -1;
        for (int index = 0; index < types.Length; index++)
        {
            int weight = WeightOf(field, types[index]);
            if (weight > best)
            {
                best = weight;
                chosen = index;
            }
        }

        return chosen;
    }

    /// <summary>How much one type is wanted: as its closest range says.</summary>
    private static int WeightOf(ReadOnlySpan<byte> field, string type)
    {
        int closest = NoFit;
        int weight = 0;
        foreach (Range member in MemoryExtensions.Split(field, (byte)','))
        {
            ReadOnlySpan<byte> element = field[member];
            int end = element.IndexOf((byte)';');
            int fit = FitOf(Token.Trim(end < 0 ? element : element[..end]), type);

            // RFC 9110 §12.5.1: the most specific range that fits has precedence.
            if (fit > closest)
            {
                closest = fit;
                weight = end < 0 ? Weight.Whole : WeightIn(element[(end + 1)..]);
            }
        }

        return weight;
    }

    private static int FitOf(ReadOnlySpan<byte> range, string type)
    {
        if (Ascii.EqualsIgnoreCase(range, type))
        {
            return ThisType;
        }

        if (range.SequenceEqual("*/*"u8))
        {
            return AnyType;
        }

        int slash = type.IndexOf('/', StringComparison.Ordinal);
        return range.EndsWith("/*"u8) && Ascii.EqualsIgnoreCase(range[..^2], type.AsSpan(0, slash))
            ? AnyOfKind
            : NoFit;
    }

    private static int WeightIn(ReadOnlySpan<byte> parameters)
    {
        foreach (Range range in MemoryExtensions.Split(parameters, (byte)';'))
        {
            ReadOnlySpan<byte> parameter = Token.Trim(parameters[range]);
            if (Weight.IsWeight(parameter))
            {
                return Weight.Of(parameter);
            }
        }

        return Weight.Whole;
    }
}
