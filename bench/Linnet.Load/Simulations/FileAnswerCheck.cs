// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace Linnet.Load.Simulations;

/// <summary>Compares the answer to a question about a file with what it must be, byte for byte.</summary>
internal sealed class FileAnswerCheck(FileQuestion question, ModelResponse response)
{
    private const string Several = "multipart/byteranges; boundary=";

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Wrong => response.Status != question.Status
        ? $"must be {question.Status}"
        : question.Status switch
        {
            200 => WrongWhole(),
            206 => question.Parts.Count == 1 ? WrongPart() : WrongParts(),
            304 => response.Field("ETag") is null ? "has no tag" : null,
            416 => response.Field("Content-Range") == $"bytes */{question.Content.Length}" ? null : "does not say how long it is",
            _ => null,
        };

    private string? WrongWhole()
    {
        bool isRight = question.IsHead
            ? response.Field("Content-Length") == question.Content.Length.ToString(CultureInfo.InvariantCulture)
            : response.Body.AsSpan().SequenceEqual(question.Content);
        return isRight ? WrongFields() : $"has other bytes, {response.Body.Length} of {question.Content.Length}";
    }

    private string? WrongPart()
    {
        (int first, int last) = question.Parts[0];
        return response.Field("Content-Range") != $"bytes {first}-{last}/{question.Content.Length}"
            ? "is another part"
            : response.Body.AsSpan().SequenceEqual(question.Content.AsSpan(first..(last + 1)))
                ? WrongFields()
                : "has other bytes in its part";
    }

    private string? WrongParts()
    {
        string type = response.Field("Content-Type") ?? "";
        if (!type.StartsWith(Several, StringComparison.Ordinal))
        {
            return "is not in parts";
        }

        string mediaType = question.Name.EndsWith(".txt", StringComparison.Ordinal)
            ? "text/plain; charset=utf-8"
            : "application/octet-stream";
        using MemoryStream body = new();
        foreach ((int first, int last) in question.Parts)
        {
            string lineEnd = body.Length == 0 ? "" : "\r\n";
            body.Write(Encoding.ASCII.GetBytes(
                $"{lineEnd}--{type[Several.Length..]}\r\nContent-Type: {mediaType}\r\n"
                    + $"Content-Range: bytes {first}-{last}/{question.Content.Length}\r\n\r\n"));
            body.Write(question.Content, first, last - first + 1);
        }

        body.Write(Encoding.ASCII.GetBytes($"\r\n--{type[Several.Length..]}--\r\n"));
        return response.Body.AsSpan().SequenceEqual(body.ToArray()) ? WrongFields() : "has other bytes in its parts";
    }

    private string? WrongFields() =>
        response.Field("Content-Encoding") != question.Coding ? "is in another coding"
        : response.Field("ETag") is null ? "has no tag"
        : (response.Field("Vary") == "Accept-Encoding") != question.Name.EndsWith(".txt", StringComparison.Ordinal) ? "varies wrongly"
        : null;
}
