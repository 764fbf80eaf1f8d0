// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Http1;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

public sealed class ChunkWriterPropertyTests
{
    [Fact]
    [Rfc("9112", "7.1")]
    public void What_was_written_in_chunks_is_read_however_it_is_cut() =>
        Gen.Byte.Array[1, 40].Array[0, 6].Sample(
            chunks =>
            {
                using MemoryStream written = new();
                Span<byte> line = stackalloc byte[ChunkWriter.MaxSizeLineBytes];
                foreach (byte[] chunk in chunks)
                {
                    Assert.True(ChunkWriter.TryWriteSize(line, chunk.Length, out int length));
                    written.Write(line[..length]);
                    written.Write(chunk);
                    written.Write(ChunkWriter.DataEnd);
                }

                written.Write(ChunkWriter.End);
                ChunkedOutcome outcome = FeedChunks.Body(Encoding.Latin1.GetString(written.ToArray()));
                Assert.Equal(ChunkedResult.Complete, outcome.Result);
                Assert.Equal(Encoding.Latin1.GetString([.. chunks.SelectMany(chunk => chunk)]), outcome.Payload);
                Assert.Equal(written.Length, outcome.Consumed);
            },
            iter: 300);
}
