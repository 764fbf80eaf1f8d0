// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Files that change while they are being sent, opened for one request or kept open for many.</summary>
public sealed class ChangingFileTests : IDisposable
{
    private const int Length = 64 * 1024 * 1024;

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly ScratchFolder _scratch = new();

    [Theory]
    [Attack("ST-13")]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("Range: bytes=10-\r\n", false)]
    [InlineData("Range: bytes=10-\r\n", true)]
    [InlineData("Range: bytes=0-50000000,60000000-\r\n", true)]
    public async Task A_file_that_shrinks_while_it_is_sent_never_looks_whole(string fields, bool isKept)
    {
        string file = WriteLarge();
        await using FileServing serving = await ServeAsync(isKept);
        using CarriedStream client = await BeginAsync(serving, fields, Stream.Null);

        // The sockets' buffers hold a few megabytes; the rest is still to be read from the file.
        using (FileStream data = File.OpenWrite(file))
        {
            data.SetLength(1000);
        }

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            using var rest = new MemoryStream();
            await client.Stream.CopyToAsync(rest, Cancelled);
        });
    }

    [Theory]
    [Attack("ST-13")]
    [InlineData("grows", false)]
    [InlineData("grows", true)]
    [InlineData("is replaced", false)]
    [InlineData("is replaced", true)]
    [InlineData("is deleted", false)]
    [InlineData("is deleted", true)]
    public async Task A_file_that_stays_readable_is_sent_as_it_was_promised(string change, bool isKept)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let go of files that are open.");
        string file = WriteLarge();
        await using FileServing serving = await ServeAsync(isKept);
        using var received = new MemoryStream();
        using CarriedStream client = await BeginAsync(serving, "", received);
        switch (change)
        {
            case "grows":
                await File.AppendAllTextAsync(file, "more", Cancelled);
                break;
            case "is replaced":
                File.Move(_scratch.Write("site/new", "other"), file, overwrite: true);
                break;
            default:
                File.Delete(file);
                break;
        }

        await client.Stream.CopyToAsync(received, Cancelled);
        string text = Encoding.ASCII.GetString(received.GetBuffer(), 0, 1000);
        int head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.Equal(Length, received.Length - head);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Length}\r\n"), text, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private string WriteLarge()
    {
        string file = Path.Combine(_scratch.Site, "data.bin");
        using FileStream data = File.Create(file);
        data.SetLength(Length);
        return file;
    }

    private async Task<FileServing> ServeAsync(bool isKept)
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(isKept ? 1 : 0));
        FileServing serving = await FileServing.StartAsync(new FileHandler(_scratch.Site, null, time));
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(200, (await serving.SendAsync("HEAD", "/data.bin")).Status);
        }

        return serving;
    }

    /// <summary>Asks for the file, and leaves the answer to itself once it has begun.</summary>
    private static async Task<CarriedStream> BeginAsync(FileServing serving, string fields, Stream received)
    {
        CarriedStream client = await Carriage.ConnectAsync(serving.EndPoint);
        await client.Stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /data.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n"), Cancelled);

        // One byte of it is the sign that it has been opened.
        byte[] first = new byte[1];
        await client.Stream.ReadExactlyAsync(first, Cancelled);
        await received.WriteAsync(first, Cancelled);
        return client;
    }
}
