// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>
/// Asks for files: whole, in parts, in a coding, and on the condition that it has them already. What it asks is made so that
/// there is one right answer, which is known without weighing anything.
/// </summary>
internal sealed class FileClient(ClientLink link)
{
    private const int MostParts = 5;

    private readonly Random _random = link.Random;

    // What is sent over TLS is read from disks by the thread pool.
    private readonly string _prefix = !link.Episode.IsSecured && link.Random.Next(2) == 0 ? ModelFiles.Disk : ModelFiles.Memory;

    /// <summary>Converses.</summary>
    public async Task RunAsync()
    {
        for (int left = _random.Next(1, 5); left > 0; left--)
        {
            FileQuestion question = Draw();
            ModelResponse? response = await AskAsync(question);
            if (response is null || response.Closes)
            {
                return;
            }

            string? tag = response.Field("ETag");
            if (tag is not null && (await AskAsync(Condition(question, tag)))?.Closes != false)
            {
                return;
            }
        }
    }

    /// <summary>Asks, and checks the answer; null when the network has kept the question from being understood.</summary>
    private async Task<ModelResponse?> AskAsync(FileQuestion question)
    {
        int request = link.Episode.NextRequest();
        string method = question.IsHead ? "HEAD" : "GET";
        await link.SendAsync(
            $"{method} {_prefix}/{question.Name}?{request} HTTP/1.1\r\nHost: a\r\n{question.Lines}\r\n");
        ModelResponse response = await link.Reader.ReadAsync(question.IsHead);
        if (link.IsExcusedBy(response))
        {
            return null;
        }

        string? wrong = response.Request != request ? "is the answer to another" : new FileAnswerCheck(question, response).Wrong;
        link.Expect(wrong is null, $"{method} {question.Name} {question.Lines.ReplaceLineEndings("; ")}{response.Status}: {wrong}");
        link.Answered(request, wrong is null);
        return response;
    }

    private FileQuestion Draw()
    {
        // Long ones take long: they are asked for less often.
        int size = ModelFiles.Sizes[_random.Next(1 + _random.Next(ModelFiles.Sizes.Count))];
        FileQuestion whole = _random.Next(2) == 0
            ? new FileQuestion(ModelFiles.PlainName(size), 200) { Content = ModelFiles.ContentOf(size, null) }
            : DrawCoded(size);
        return _random.Next(8) switch
        {
            0 => new FileQuestion("none", 404),
            1 => whole with { IsHead = true },
            2 or 3 or 4 when whole.Content.Length > 0 => DrawParts(whole),
            5 when whole.Content.Length > 0 => whole with { Status = 416, Lines = whole.Lines + $"Range: bytes={whole.Content.Length}-\r\n" },
            _ => whole,
        };
    }

    private FileQuestion DrawCoded(int size)
    {
        (string field, string? coding) = _random.Next(7) switch
        {
            0 => ("gzip, br, zstd", "br"),
            1 => ("gzip", "gzip"),
            2 => ("zstd, gzip;q=0.5", "zstd"),
            3 => ("br;q=0, gzip;q=0.2, identity;q=0.1", "gzip"),
            4 => ("identity", null),
            5 => ("*", "br"),
            _ => ("", null),
        };
        return new FileQuestion(ModelFiles.CodedName(size), 200)
        {
            Lines = field.Length == 0 ? "" : $"Accept-Encoding: {field}\r\n",
            Content = ModelFiles.ContentOf(size, coding),
            Coding = coding,
        };
    }

    private FileQuestion DrawParts(FileQuestion whole)
    {
        List<(int First, int Last)> parts = [];
        int length = whole.Content.Length;
        int first = _random.Next(length);
        int most = _random.Next(1, MostParts);
        while (first < length && parts.Count < most)
        {
            int last = first + _random.Next(Math.Min(length - first, 1 << _random.Next(1, 17)));
            parts.Add((first, last));

            // A gap between them: those that touch are one.
            first = last + 2 + _random.Next(1 << _random.Next(1, 13));
        }

        if (_random.Next(2) == 0)
        {
            parts.Reverse();
        }

        string range = string.Join(", ", parts.Select(part => Text(part.First, part.Last, length)));
        return whole with { Status = 206, Parts = parts, Lines = $"{whole.Lines}Range: bytes={range}\r\n" };
    }

    /// <summary>One part in one of the ways in which it can be asked for.</summary>
    private string Text(int first, int last, int length) => _random.Next(3) switch
    {
        0 when last == length - 1 => string.Create(CultureInfo.InvariantCulture, $"{first}-"),
        1 when last == length - 1 => string.Create(CultureInfo.InvariantCulture, $"-{length - first}"),
        2 when last == length - 1 => string.Create(CultureInfo.InvariantCulture, $"{first}-{length + 100}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"),
    };

    /// <summary>The same question, by somebody who knows the tag of what is there or of what never was.</summary>
    private FileQuestion Condition(FileQuestion question, string tag)
    {
        FileQuestion whole = question with { Status = 200, Parts = [] };
        return _random.Next(6) switch
        {
            0 => question with { Status = 304, Lines = $"{question.Lines}If-None-Match: \"x\", {tag}\r\n" },
            1 => question with { Lines = $"{question.Lines}If-None-Match: \"x\"\r\n" },
            2 => question with { Lines = $"{question.Lines}If-Range: {tag}\r\n" },
            3 => whole with { Lines = $"{question.Lines}If-Range: \"x\"\r\n" },
            4 => question with { Status = 412, Lines = $"{question.Lines}If-Match: \"x\"\r\n" },
            _ => question with { Lines = $"{question.Lines}If-Match: {tag}\r\n" },
        };
    }
}
