// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Exchanges;

/// <summary>The results that handlers return.</summary>
public static class Results
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Text in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="status">The status code.</param>
    public static Result Text(string text, int status = 200)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Result(status, PlainText, text);
    }

    /// <summary>A page of HTML in UTF-8. Nothing in it is escaped.</summary>
    /// <param name="html">The page.</param>
    /// <param name="status">The status code.</param>
    public static Result Html(string html, int status = 200)
    {
        ArgumentNullException.ThrowIfNull(html);
        return new Result(status, "text/html; charset=utf-8", html);
    }

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes, which stay as they are until they have been sent.</param>
    /// <param name="mediaType">Their type.</param>
    /// <param name="status">The status code.</param>
    public static Result Bytes(
        ReadOnlyMemory<byte> bytes, string mediaType = "application/octet-stream", int status = 200) =>
        new(status, mediaType, null, bytes);

    /// <summary>A status, and from 400 up one line of text that names it.</summary>
    public static Result Status(int status) => status < 400
        ? new Result(status, null, null)
        : new Result(status, null, StatusLines.Send);
}
