// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Sends bodies: by length or in chunks, at once or when it is told to continue.</summary>
internal sealed class UploadingClient(ClientLink link)
{
    /// <summary>Uploads, and reads meanwhile.</summary>
    public Task UploadAsync()
    {
        int request = link.Episode.NextRequest();
        byte[] body = Pattern.Of(request, link.DrawSize());
        string kind = link.Random.Next(4) == 0 ? "ignore" : "sum";
        bool chunked = link.Random.Next(2) == 0;
        Task sending = link.SendAsync(Head(request, kind, chunked, body.Length, ""), chunked ? Chunked(body) : body);
        return link.ReadWhileAsync(
            sending, () => kind == "ignore" ? link.ExpectPatternAsync(request, kind, 10) : ExpectSumAsync(request, body));
    }

    /// <summary>Uploads once it is told to.</summary>
    public async Task UploadAfterContinueAsync()
    {
        int request = link.Episode.NextRequest();
        byte[] body = Pattern.Of(request, link.DrawSize() + 1);
        await link.SendAsync(Head(request, "sum", chunked: false, body.Length, "Expect: 100-continue\r\n"));
        ModelResponse interim = await link.Reader.ReadAsync();
        if (interim.Status == 100)
        {
            await link.SendAsync(body);
            await ExpectSumAsync(request, body);
            return;
        }

        link.Expect(link.IsExcusedBy(interim), $"is not told to continue: {interim.Status}");
    }

    /// <summary>The head of a POST.</summary>
    public static string Head(int request, string kind, bool chunked, int length, string more)
    {
        string framing = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}";
        return $"POST /{kind}/{request}/10 HTTP/1.1\r\nHost: a\r\n{more}{framing}\r\n\r\n";
    }

    private async Task ExpectSumAsync(int request, byte[] body)
    {
        ModelResponse response = await link.Reader.ReadAsync();
        string expected = string.Create(CultureInfo.InvariantCulture, $"{body.Length} {Pattern.Hash(0, body)}");
        bool isRight = response.Status == 200 && response.Request == request && Encoding.ASCII.GetString(response.Body) == expected;
        link.Expect(isRight || link.IsExcusedBy(response), $"wrong sum, {response.Status}");
        link.Answered(request, isRight);
    }

    private byte[] Chunked(byte[] body)
    {
        using MemoryStream all = new();
        for (int at = 0; at < body.Length;)
        {
            int count = Math.Min(body.Length - at, link.Random.Next(1, 5000));
            all.Write(Encoding.ASCII.GetBytes($"{count:x}\r\n"));
            all.Write(body, at, count);
            all.Write("\r\n"u8);
            at += count;
        }

        all.Write("0\r\n\r\n"u8);
        return all.ToArray();
    }
}
