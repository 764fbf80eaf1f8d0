// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;

namespace Linnet.Protocol.Archives;

/// <summary>
/// Writes the header of an entry in a tar archive, in GNU's form: its names are bytes, of any length, and its lengths go
/// beyond 8 GiB. POSIX's newer form has names in UTF-8 alone.
/// </summary>
/// <remarks>
/// <code>
/// 0      100    108   116   124    136    148        156    157        257
/// | name | mode | uid | gid | size | time | checksum | kind | linkname | "ustar  " …   512
/// </code>
/// </remarks>
internal static class TarHeader
{
    /// <summary>Headers and contents take whole blocks; two blocks of zeros end an archive.</summary>
    public const int BlockBytes = 512;

    /// <summary>A longer name has an entry of its own in front.</summary>
    public const int MaxNameBytes = 100;

    /// <summary>The kind of a file.</summary>
    public const byte File = (byte)'0';

    /// <summary>The kind of a folder.</summary>
    public const byte Folder = (byte)'5';

    private const byte LongName = (byte)'L';
    private const int SizeAt = 124;
    private const int TimeAt = 136;
    private const int ChecksumAt = 148;
    private const int NumberBytes = 12;

    /// <summary>The bytes that an entry's headers take.</summary>
    public static int LengthFor(int nameLength) =>
        nameLength <= MaxNameBytes ? BlockBytes : BlockBytes + PaddedName(nameLength) + BlockBytes;

    /// <summary>Writes the headers of an entry; with a long name they are two, and the name between them.</summary>
    /// <param name="destination">At least <see cref="LengthFor"/> bytes.</param>
    /// <param name="name">The name, of a folder with a slash at its end.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="length">The length of its content.</param>
    /// <param name="modifiedTicks">When the content last changed, in ticks of UTC.</param>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> name, byte kind, long length, long modifiedTicks)
    {
        Span<byte> headers = destination[..LengthFor(name.Length)];
        headers.Clear();
        Span<byte> last = headers[^BlockBytes..];
        if (name.Length > MaxNameBytes)
        {
            WriteBlock(headers[..BlockBytes], "././@LongLink"u8, LongName, name.Length + 1, 0);
            name.CopyTo(headers[BlockBytes..]);
        }

        long seconds = Math.Max((modifiedTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond, 0);
        WriteBlock(last, name[..Math.Min(name.Length, MaxNameBytes)], kind, length, seconds);
        return headers.Length;
    }

    /// <summary>How many zeros follow content of a length.</summary>
    public static int PaddingAfter(long length) => (int)(-length & (BlockBytes - 1));

    // With a zero byte behind it.
    private static int PaddedName(int length) => length + 1 + PaddingAfter(length + 1);

    private static void WriteBlock(Span<byte> block, ReadOnlySpan<byte> name, byte kind, long length, long seconds)
    {
        name.CopyTo(block);
        (kind == Folder ? "0000755"u8 : "0000644"u8).CopyTo(block[100..]);
        "0000000"u8.CopyTo(block[108..]);
        "0000000"u8.CopyTo(block[116..]);
        WriteNumber(block.Slice(SizeAt, NumberBytes), length);
        WriteNumber(block.Slice(TimeAt, NumberBytes), seconds);
        block[156] = kind;
        "ustar  "u8.CopyTo(block[257..]);

        // The sum of all bytes, its own place taken as blanks.
        Span<byte> checksum = block.Slice(ChecksumAt, 8);
        checksum.Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        WriteOctal(checksum[..6], sum);
        checksum[6] = 0;
    }

    /// <summary>Octal digits and a zero byte; what does not fit into those in binary, marked by the first bit.</summary>
    private static void WriteNumber(Span<byte> field, long value)
    {
        if (value < 1L << (3 * (NumberBytes - 1)))
        {
            WriteOctal(field[..^1], value);
            return;
        }

        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[^sizeof(long)..], value);
    }

    private static void WriteOctal(Span<byte> digits, long value)
    {
        for (int index = digits.Length - 1; index >= 0; index--)
        {
            digits[index] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
