// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Representations;

/// <summary>What a client says of codings in Accept-Encoding. RFC 9110 §12.5.3.</summary>
internal readonly struct AcceptedCodings
{
    private const int Unnamed = -1;

    private readonly int _brotli;
    private readonly int _zstandard;
    private readonly int _gzip;
    private readonly int _identity;

    /// <summary>Reads the field.</summary>
    public AcceptedCodings(ReadOnlySpan<byte> field)
    {
        Span<int> weights = [Unnamed, Unnamed, Unnamed, Unnamed, Unnamed, Unnamed];
        foreach (Range range in MemoryExtensions.Split(field, (byte)','))
        {
            ReadOnlySpan<byte> element = field[range];
            int end = element.IndexOf((byte)';');
            Name name = NameOf(Token.Trim(end < 0 ? element : element[..end]));
            weights[(int)name] = end < 0 ? Weight.Whole : Weight.Of(element[(end + 1)..]);
        }

        // RFC 9110 §12.5.3: the asterisk is every coding that is not named.
        int others = Math.Max(weights[(int)Name.Others], 0);
        _brotli = OrElse(weights[(int)Name.Brotli], others);
        _zstandard = OrElse(weights[(int)Name.Zstandard], others);
        _gzip = OrElse(weights[(int)Name.Gzip], others);
        _identity = weights[(int)Name.Identity];
    }

    private enum Name
    {
        Brotli,
        Zstandard,
        Gzip,
        Identity,
        Others,
        Unknown,
    }

    /// <summary>
    /// The coding that the client wants most, of those there are; of equals br, then zstd, then gzip, and one that is named
    /// before none. Identity when it wants none of them.
    /// </summary>
    public ContentCoding Choose(ContentCoding available)
    {
        int best = Math.Max(_identity, 1);
        ContentCoding chosen = ContentCoding.Identity;
        Consider(ContentCoding.Gzip, _gzip, available, ref best, ref chosen);
        Consider(ContentCoding.Zstandard, _zstandard, available, ref best, ref chosen);
        Consider(ContentCoding.Brotli, _brotli, available, ref best, ref chosen);
        return chosen;
    }

    private static int OrElse(int weight, int others) => weight == Unnamed ? others : weight;

    private static void Consider(
        ContentCoding coding, int weight, ContentCoding available, ref int best, ref ContentCoding chosen)
    {
        if ((available & coding) != 0 && weight >= best)
        {
            best = weight;
            chosen = coding;
        }
    }

    private static Name NameOf(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "br"u8))
        {
            return Name.Brotli;
        }

        if (Ascii.EqualsIgnoreCase(name, "zstd"u8))
        {
            return Name.Zstandard;
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
}
