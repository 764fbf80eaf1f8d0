// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using BenchmarkDotNet.Attributes;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Micro;

/// <summary>Finding the payload of a body of 64 KiB in chunks of 1000 bytes.</summary>
[MemoryDiagnoser]
public class ChunkedBodies
{
    private const int Chunks = 65;

    private readonly byte[] _body = Encode();
    private readonly byte[] _copy = new byte[128 * 1024];
    private readonly ChunkedDecoder _decoder = new(new HeadLimits());

    /// <summary>The same bytes copied, which any reader does at least.</summary>
    [Benchmark(Baseline = true)]
    public int Copy()
    {
        _body.CopyTo(_copy, 0);
        return _body.Length;
    }

    /// <summary>Ours: copies the payload.</summary>
    [Benchmark]
    public int Decoder()
    {
        _decoder.Reset();
        int at = 0;
        int written = 0;
        while (true)
        {
            ChunkedResult result = _decoder.Read(_body.AsSpan(at), out int consumed);
            at += consumed;
            if (result != ChunkedResult.Data)
            {
                return result == ChunkedResult.Complete ? written : throw new InvalidOperationException();
            }

            int count = (int)_decoder.ChunkRemaining;
            _body.AsSpan(at, count).CopyTo(_copy.AsSpan(written));
            _decoder.Advance(count);
            at += count;
            written += count;
        }
    }

    private static byte[] Encode()
    {
        using MemoryStream body = new();
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            body.Write("3e8\r\n"u8);
            body.Write(Encoding.ASCII.GetBytes(new string('x', 1000)));
            body.Write("\r\n"u8);
        }

        body.Write("0\r\n\r\n"u8);
        return body.ToArray();
    }
}
