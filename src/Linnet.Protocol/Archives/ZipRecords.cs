// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Unicode;

namespace Linnet.Protocol.Archives;

/// <summary>
/// Writes the records of a zip archive that is made front to back: ISO/IEC 21320-1, and PKWARE's APPNOTE 6.3 for what goes
/// beyond 32 bits. Every entry with content is deflated and has its lengths in a record behind it, the one form that readers
/// take from a stream too. Names are bytes, said to be UTF-8 when they are.
/// </summary>
/// <remarks>
/// <code>
/// local header, name, extra │ content │ descriptor │ … │ central record, name, extra │ … │ end
/// </code>
/// </remarks>
internal static class ZipRecords
{
    /// <summary>The most bytes that a record takes beside its name.</summary>
    public const int MaxRecordBytes = 128;

    /// <summary>
    /// Content of this length may be packed into more than 32 bits can say: it grows by less than a thousandth.
    /// </summary>
    public const long LargeLength = 0xFF00_0000;

    private const uint Beyond32 = uint.MaxValue;
    private const ushort Beyond16 = ushort.MaxValue;

    private const ushort HasDescriptor = 1 << 3;
    private const ushort NameIsUtf8 = 1 << 11;
    private const ushort Deflated = 8;
    private const ushort Version20 = 20;
    private const ushort Version45 = 45;

    // Made on Unix, so that a reader takes the attributes for what they are: a file or folder of those rights.
    private const ushort MadeOnUnix = (3 << 8) | Version45;
    private const uint FileAttributes = 0x81A4u << 16;
    private const uint FolderAttributes = (0x41EDu << 16) | 0x10;

    /// <summary>Writes what stands before an entry's content.</summary>
    public static int WriteLocal(Span<byte> destination, ReadOnlySpan<byte> name, in ZipEntry entry)
    {
        Debug.Assert(destination.Length >= MaxRecordBytes + name.Length, "The caller makes room.");
        bool isLarge = entry.IsLarge;
        RecordWriter record = new(destination);
        record.Add32(0x04034B50);
        AddCommon(ref record, name, entry, isLarge);

        // Nobody knows them yet: zero, or a reference to the extra field that leaves room for 64 bits each.
        record.Add32(0);
        record.Add32(isLarge ? Beyond32 : 0);
        record.Add32(isLarge ? Beyond32 : 0);
        record.Add16((ushort)name.Length);
        int extraLengthAt = record.Length;
        record.Add16(0);
        record.Add(name);
        int extraAt = record.Length;
        if (isLarge)
        {
            record.Add16(1);
            record.Add16(16);
            record.Add64(0);
            record.Add64(0);
        }

        AddTime(ref record, entry);
        record.Set16(extraLengthAt, (ushort)(record.Length - extraAt));
        return record.Length;
    }

    /// <summary>Writes what stands behind an entry's content.</summary>
    public static int WriteDescriptor(Span<byte> destination, in ZipEntry entry)
    {
        RecordWriter record = new(destination);
        record.Add32(0x08074B50);
        record.Add32(entry.Crc);
        if (entry.IsLarge)
        {
            record.Add64(entry.PackedLength);
            record.Add64(entry.Length);
        }
        else
        {
            record.Add32((uint)entry.PackedLength);
            record.Add32((uint)entry.Length);
        }

        return record.Length;
    }

    /// <summary>Writes an entry's record in the directory at the end.</summary>
    public static int WriteCentral(Span<byte> destination, ReadOnlySpan<byte> name, in ZipEntry entry)
    {
        Debug.Assert(destination.Length >= MaxRecordBytes + name.Length, "The caller makes room.");
        bool isFar = entry.Offset >= Beyond32;
        RecordWriter record = new(destination);
        record.Add32(0x02014B50);
        record.Add16(MadeOnUnix);
        AddCommon(ref record, name, entry, entry.IsLarge || isFar);
        record.Add32(entry.Crc);
        record.Add32(entry.IsLarge ? Beyond32 : (uint)entry.PackedLength);
        record.Add32(entry.IsLarge ? Beyond32 : (uint)entry.Length);
        record.Add16((ushort)name.Length);
        int extraLengthAt = record.Length;
        record.Add16(0);

        // No comment, disk 0, no internal attributes.
        record.Add16(0);
        record.Add16(0);
        record.Add16(0);
        record.Add32(entry.IsFolder ? FolderAttributes : FileAttributes);
        record.Add32(isFar ? Beyond32 : (uint)entry.Offset);
        record.Add(name);
        int extraAt = record.Length;
        if (entry.IsLarge || isFar)
        {
            // In this order, and only those that the record refers here.
            record.Add16(1);
            record.Add16((ushort)((entry.IsLarge ? 16 : 0) + (isFar ? 8 : 0)));
            if (entry.IsLarge)
            {
                record.Add64(entry.Length);
                record.Add64(entry.PackedLength);
            }

            if (isFar)
            {
                record.Add64(entry.Offset);
            }
        }

        AddTime(ref record, entry);
        record.Set16(extraLengthAt, (ushort)(record.Length - extraAt));
        return record.Length;
    }

    /// <summary>Writes the end of the archive.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="count">How many entries there are.</param>
    /// <param name="start">Where the directory begins.</param>
    /// <param name="length">How long it is.</param>
    public static int WriteEnd(Span<byte> destination, int count, long start, long length)
    {
        RecordWriter record = new(destination);
        if (count >= Beyond16 || start >= Beyond32 || length >= Beyond32)
        {
            AddLargeEnd(ref record, count, start, length);
        }

        record.Add32(0x06054B50);
        record.Add16(0);
        record.Add16(0);
        record.Add16((ushort)Math.Min(count, Beyond16));
        record.Add16((ushort)Math.Min(count, Beyond16));
        record.Add32((uint)Math.Min(length, Beyond32));
        record.Add32((uint)Math.Min(start, Beyond32));
        record.Add16(0);
        return record.Length;
    }

    /// <summary>The end in 64 bits, and where that begins.</summary>
    private static void AddLargeEnd(ref RecordWriter record, int count, long start, long length)
    {
        record.Add32(0x06064B50);
        record.Add64(44);
        record.Add16(MadeOnUnix);
        record.Add16(Version45);
        record.Add32(0);
        record.Add32(0);
        record.Add64(count);
        record.Add64(count);
        record.Add64(length);
        record.Add64(start);

        record.Add32(0x07064B50);
        record.Add32(0);
        record.Add64(start + length);
        record.Add32(1);
    }

    /// <summary>What both records of an entry have: the version that a reader needs, flags, method, time.</summary>
    private static void AddCommon(ref RecordWriter record, ReadOnlySpan<byte> name, in ZipEntry entry, bool needs45)
    {
        record.Add16(needs45 ? Version45 : Version20);
        record.Add16((ushort)((entry.HasContent ? HasDescriptor : 0) | (Utf8.IsValid(name) ? NameIsUtf8 : 0)));
        record.Add16(entry.HasContent ? Deflated : (ushort)0);

        // Two seconds are the finest there is, and 1980 to 2107 the years; the zone is the reader's, so the extra field says it
        // better.
        DateTime date = new(Math.Max(entry.ModifiedTicks, 0), DateTimeKind.Utc);
        date = date.Year < 1980 ? new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc) : date;
        int year = Math.Min(date.Year, 2107) - 1980;
        record.Add16((ushort)((date.Hour << 11) | (date.Minute << 5) | (date.Second / 2)));
        record.Add16((ushort)((year << 9) | (date.Month << 5) | date.Day));
    }

    /// <summary>Info-ZIP's extended timestamp: seconds since 1970 in UTC.</summary>
    private static void AddTime(ref RecordWriter record, in ZipEntry entry)
    {
        long seconds = (entry.ModifiedTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        if (seconds is < 0 or > int.MaxValue)
        {
            return;
        }

        record.Add16(0x5455);
        record.Add16(5);
        record.Add([1]);
        record.Add32((uint)seconds);
    }

    private ref struct RecordWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_destination[Length..]);
            Length += bytes.Length;
        }

        public void Add16(ushort value)
        {
            Set16(Length, value);
            Length += sizeof(ushort);
        }

        public void Add32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_destination[Length..], value);
            Length += sizeof(uint);
        }

        public void Add64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_destination[Length..], value);
            Length += sizeof(long);
        }

        public readonly void Set16(int at, ushort value) =>
            BinaryPrimitives.WriteUInt16LittleEndian(_destination[at..], value);
    }
}
