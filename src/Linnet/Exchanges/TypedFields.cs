// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Globalization;
using System.Linq;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>The values of those response fields that have a form of their own.</summary>
internal static class TypedFields
{
    // RFC 8187 §3.2.1: what an extended value holds as it is.
    private static readonly SearchValues<char> ExtendedValue = SearchValues.Create(
        "!#$&+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");

    /// <summary>True for an entity tag. RFC 9110 §8.8.3.</summary>
    public static bool IsEntityTag(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> opaque = value.StartsWith("W/", StringComparison.Ordinal) ? value[2..] : value;
        return opaque is ['"', .., '"'] && !opaque[1..^1].ContainsAnyExceptInRange('!', '~') && !opaque[1..^1].Contains('"');
    }

    /// <summary>True when a list of names has one, or the asterisk, which is all of them.</summary>
    public static bool Lists(ReadOnlySpan<char> list, string name)
    {
        foreach (Range range in list.Split(','))
        {
            ReadOnlySpan<char> member = list[range].Trim();
            if (member is "*" || member.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The date in a field; null when there is none.</summary>
    public static DateTimeOffset? ToDate(string? value, DateTimeOffset now) =>
        HttpDate.TryParse(value, now, out DateTimeOffset date) ? date : null;

    /// <summary>The seconds in a field; null when there are none.</summary>
    public static TimeSpan? ToSeconds(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>
    /// RFC 6266 §4.3, appendix D: the name in ASCII for old clients, and behind it, where that does not say all, the name itself
    /// in UTF-8.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, or holds a control character.</exception>
    public static string FileNameParameters(string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        if (fileName.Any(char.IsControl))
        {
            throw new ArgumentException(
                "The name of a file holds a control character. Check what comes from a client before it becomes one.", nameof(fileName));
        }

        string plain = string.Create(fileName.Length, fileName, static (destination, name) =>
        {
            for (int index = 0; index < name.Length; index++)
            {
                // Escapes and percent signs are read in different ways.
                destination[index] = name[index] is '"' or '\\' or '%' or < ' ' or > '~' ? '_' : name[index];
            }
        });
        return plain.Equals(fileName, StringComparison.Ordinal)
            ? $"filename=\"{plain}\""
            : $"filename=\"{plain}\"; filename*=UTF-8''{Extended(fileName)}";
    }

    private static string Extended(string value)
    {
        StringBuilder encoded = new(value.Length * 2);
        foreach (byte unit in Encoding.UTF8.GetBytes(value))
        {
            if (unit < 0x80 && ExtendedValue.Contains((char)unit))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append('%').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
