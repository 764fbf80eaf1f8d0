// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Linnet.Files;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>
/// From socket to socket over a kept connection, client included. Nothing may run beside it.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class FileAllocationTests : IDisposable
{
    private const int Batches = 10;
    private const int Rounds = 500;

    /// <summary>
    /// Where the system does not send a file, the runtime reads it on a thread of its pool. Each of fourteen pooled async methods,
    /// from the wait for the request to the closing of the file, then waits, and ends on another thread than it began on. What
    /// keeps its state is an object of 120 to 224 bytes, 2,152 in all, for which there is one place per thread and one per
    /// processor: on a busy machine a request finds those of its thread empty while another thread's are full and drop theirs.
    /// So at worst a request allocates each of them once, which is far less than the file's 20,000 bytes.
    /// </summary>
    private const long AsyncStateBytes = 2152;

    private readonly ScratchFolder _scratch = new();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 6)]
    [InlineData("GET /folder/a%20page.html?x=1 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", 10_240)]
    [InlineData("HEAD /folder/a%20page.html HTTP/1.1\r\nHost: a\r\n\r\n", 0)]
    [InlineData("GET /missing HTTP/1.1\r\nHost: a\r\n\r\n", 14)]
    [InlineData("GET /.git/config HTTP/1.1\r\nHost: a\r\n\r\n", 14)]
    public async Task A_small_file_on_a_kept_connection_allocates_nothing(string request, int contentLength)
    {
        // A handle object, which a HEAD needs and a small GET does not, is some 64 bytes.
        long perRequest = request.StartsWith("HEAD", StringComparison.Ordinal) ? 80 : 0;
        _scratch.Write("site/index.html");
        _scratch.Write("site/folder/a page.html", new string('x', 10_240));
        await using FileServing serving = await FileServing.StartAsync(_scratch.Site);
        Measure(serving, request, contentLength, perRequest);
    }

    [Theory]
    [InlineData("GET /page.html HTTP/1.1\r\nHost: a\r\n\r\n", 10_240)]
    [InlineData("HEAD /page.html HTTP/1.1\r\nHost: a\r\n\r\n", 0)]
    [InlineData("GET /page.html HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", 0)]
    [InlineData("GET /coded.html HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n", 100)]
    [InlineData("GET /large.html HTTP/1.1\r\nHost: a\r\n\r\n", 20_000)]
    public async Task A_hot_file_allocates_nothing(string request, int contentLength)
    {
        _scratch.Write("site/page.html", new string('x', 10_240));
        _scratch.Write("site/large.html", new string('x', 20_000));
        _scratch.Write("site/coded.html.br", new string('x', 100));
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));
        await using FileServing serving = await FileServing.StartAsync(
            new FileHandler(_scratch.Site, new FileHandlerOptions { Precompressed = true }, time));

        bool isReadElsewhere = contentLength > 16 * 1024 && StreamListener.Automatic == SocketTransport.Sockets;
        Measure(serving, request, contentLength, isReadElsewhere ? AsyncStateBytes : 0);
    }

    private static void Measure(FileServing serving, string request, int contentLength, long perRequest)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(serving.EndPoint);
        byte[] sent = Encoding.ASCII.GetBytes(request);
        byte[] buffer = new byte[32 * 1024];
        int length = Exchange(client, sent, buffer, contentLength);

        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                Assert.True(Exchange(client, sent, buffer, contentLength) == length);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The smallest object is 24 bytes; what the runtime itself allocates is in some batches only.
        Assert.InRange(least, 0, Rounds * (perRequest + 4));
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>
    /// Sends a request, receives its response to the end and returns the response's length.
    /// </summary>
    private static int Exchange(Socket client, byte[] request, byte[] buffer, int contentLength)
    {
        client.Send(request);
        int received = 0;
        int head = -1;
        while (head < 0 || received < head + 4 + contentLength)
        {
            int count = client.Receive(buffer.AsSpan(received));
            if (count == 0)
            {
                throw new EndOfStreamException("The connection ended before the response did.");
            }

            received += count;
            head = buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }

        return received;
    }
}
