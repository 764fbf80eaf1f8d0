// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using BenchmarkDotNet.Attributes;
using Linnet.Protocol.Http1;

namespace Linnet.Micro;

/// <summary>Writing the head of a short answer.</summary>
[MemoryDiagnoser]
public class ResponseHeads
{
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>Text, put together and encoded.</summary>
    [Benchmark(Baseline = true)]
    public int Interpolated() => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: {_buffer.Length}\r\n\r\n",
        _buffer);

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Writer()
    {
        ResponseHeadWriter writer = new(_buffer);
        writer.WriteStatus(200);
        writer.WriteField("Date"u8, "Mon, 23 Nov 2026 12:00:00 GMT"u8);
        writer.WriteField("Content-Type"u8, "text/plain"u8);
        writer.WriteContentLength(_buffer.Length);
        return writer.TryFinish(out int written) ? written : throw new InvalidOperationException();
    }
}
