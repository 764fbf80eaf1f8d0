// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

using Linnet.Fuzz.Targets;

namespace Linnet.Fuzz.Corpora;

/// <summary>The words of a target as bytes, and as AFL++ reads them.</summary>
internal static class Dictionary
{
    /// <summary>The words; each of their characters is a byte.</summary>
    public static IReadOnlyList<byte[]> Of(ITarget target) => [.. target.Words.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Writes a dictionary file: a quoted word a line, every byte of it in hexadecimal.</summary>
    public static void Write(ITarget target, TextWriter output)
    {
        foreach (byte[] word in Of(target))
        {
            IEnumerable<string> bytes = word.Select(
                value => string.Create(CultureInfo.InvariantCulture, $"\\x{value:X2}"));
            output.WriteLine($"\"{string.Concat(bytes)}\"");
        }
    }
}
