// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>Which icon stands beside a file's name, found from its media type.</summary>
internal static class NameKind
{
    /// <summary>The class of the style sheet that draws it; empty for a sheet of paper.</summary>
    public static ReadOnlySpan<byte> ClassOf(ReadOnlySpan<byte> name)
    {
        string type = MediaTypes.Of(name);
        int slash = type.IndexOf('/', StringComparison.Ordinal);
        return type.AsSpan(0, slash) switch
        {
            "image" => "image"u8,
            "video" => "video"u8,
            "audio" => "audio"u8,
            "text" => OfText(type.AsSpan(slash + 1)),
            "application" => OfApplication(type.AsSpan(slash + 1)),
            _ => default,
        };
    }

    private static ReadOnlySpan<byte> OfText(ReadOnlySpan<char> type) =>
        type.StartsWith("plain", StringComparison.Ordinal) || type.StartsWith("markdown", StringComparison.Ordinal)
            ? "text"u8
            : "code"u8;

    private static ReadOnlySpan<byte> OfApplication(ReadOnlySpan<char> type) => type switch
    {
        "zip" or "gzip" or "zstd" or "x-bzip2" or "x-xz" or "x-lzma" or "x-tar" or "x-7z-compressed" or "vnd.rar"
            or "java-archive" => "packed"u8,
        "pdf" or "rtf" or "msword" or "epub+zip" or "vnd.oasis.opendocument.text" => "text"u8,
        "json" or "xml" or "yaml" or "toml" or "wasm" or "json5" or "jsonl" => "code"u8,
        _ => default,
    };
}
