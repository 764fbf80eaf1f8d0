// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>A response as it came over the wire, taken apart just enough to look at.</summary>
internal sealed class RawResponse
{
    public RawResponse(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        Status = int.Parse(lines[0].Split(' ')[1]);
        Headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(
            pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        Body = bytes[(end + 4)..];
    }

    public int Status { get; }

    public ILookup<string, string> Headers { get; }

    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The one value of a field.</summary>
    public string this[string name] => Assert.Single(Headers[name]);
}
