// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;
using BenchmarkDotNet.Attributes;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Micro;

/// <summary>Reading the head that a browser sends.</summary>
[MemoryDiagnoser]
public class RequestHeads
{
    private static readonly byte[] Bytes = Encoding.ASCII.GetBytes(
        """
        GET /search/articles?q=event%20loop&page=2 HTTP/1.1
        Host: www.example.org
        User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
        Accept-Language: en-US,en;q=0.5
        Accept-Encoding: gzip, deflate, br, zstd
        Referer: https://www.example.org/
        Cookie: session=0123456789abcdef; theme=dark
        Upgrade-Insecure-Requests: 1
        Sec-Fetch-Dest: document
        Sec-Fetch-Mode: navigate
        Sec-Fetch-Site: same-origin


        """.ReplaceLineEndings("\r\n"));

    private readonly RequestHead _head = new();
    private readonly RequestHeadParser _parser = new(new HeadLimits());

    /// <summary>Text, split at its line ends and colons: no rule is looked at.</summary>
    [Benchmark(Baseline = true)]
    public int Split()
    {
        string[] lines = Encoding.ASCII.GetString(Bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return fields.Count;
    }

    /// <summary>Ours, every rule of RFC 9112 included.</summary>
    [Benchmark]
    public int Parser()
    {
        _head.Clear();
        _parser.Reset();
        return _parser.Parse(Bytes, _head) == ParseResult.Complete ? _head.Fields.Count : throw new InvalidOperationException();
    }
}
