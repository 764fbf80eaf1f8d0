// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Diagnostics;

/// <summary>The lines of an access log: visible ASCII, bounded, whatever a client sent (attack RL-08).</summary>
internal static class AccessLogLine
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Bytes of the longest line about lines that are missing.</summary>
    public const int MaxDroppedBytes = 128;

    private const int MaxRequestBytes = 2048;
    private const int MaxFieldBytes = 512;

    // Routes, types and rules, which are the program's own.
    private const int MaxNameCharacters = 128;

    /// <summary>Writes the line of a request, with its end, and returns its length.</summary>
    public static int Write(in RequestReport request, AccessLogFormat format, Span<byte> destination)
    {
        LogText text = new(destination, format == AccessLogFormat.Json);
        if (format == AccessLogFormat.Json)
        {
            WriteJson(ref text, request);
        }
        else
        {
            WriteCombined(ref text, request);
        }

        return text.EndLine();
    }

    /// <summary>Writes the line that stands for missing ones, with its end, and returns its length.</summary>
    public static int WriteDropped(long lines, AccessLogFormat format, Span<byte> destination)
    {
        LogText text = new(destination, format == AccessLogFormat.Json);
        text.Raw(format == AccessLogFormat.Json ? "{\"dropped\":"u8 : "# lines dropped here: "u8);
        text.Formatted(lines);
        text.Raw(format == AccessLogFormat.Json ? "}"u8 : ""u8);
        return text.EndLine();
    }

    private static void WriteCombined(ref LogText text, in RequestReport request)
    {
        if (request.ClientAddress is { } client)
        {
            text.Formatted(client);
        }
        else
        {
            text.Raw("-"u8);
        }

        text.Raw(" - - ["u8);
        text.Formatted(request.StartedAt.UtcDateTime, "dd/MMM/yyyy:HH:mm:ss");
        text.Raw(" +0000] \""u8);
        text.Escaped(request.RequestLine, MaxRequestBytes);
        text.Raw("\" "u8);
        text.Formatted(request.StatusCode, "000");
        text.Raw(" "u8);
        text.Formatted(request.BytesSent);
        text.Raw(" "u8);
        Quote(ref text, request.Header("Referer"));
        text.Raw(" "u8);
        Quote(ref text, request.Header("User-Agent"));
        text.Raw(" "u8);
        text.Formatted(request.Duration.TotalSeconds, "0.000000");
        text.Raw(" "u8);
        text.Escaped(request.Error ?? "-", MaxNameCharacters);
    }

    private static void Quote(ref LogText text, ReadOnlySpan<byte> value)
    {
        text.Raw("\""u8);
        text.Escaped(value.IsEmpty ? "-"u8 : value, MaxFieldBytes);
        text.Raw("\""u8);
    }

    private static void WriteJson(ref LogText text, in RequestReport request)
    {
        text.Raw("{\"time\":\""u8);
        text.Formatted(request.StartedAt.UtcDateTime, "yyyy-MM-ddTHH:mm:ss.ffffffZ");
        text.Raw("\",\"status\":"u8);
        text.Formatted(request.StatusCode);
        text.Raw(",\"bytes\":"u8);
        text.Formatted(request.BytesSent);
        text.Raw(",\"seconds\":"u8);
        text.Formatted(request.Duration.TotalSeconds, "0.000000");
        text.Raw(",\"outcome\":\""u8);
        text.Escaped(request.Outcome.ToString(), MaxNameCharacters);
        text.Raw("\",\"request\":\""u8);
        text.Escaped(request.RequestLine, MaxRequestBytes);
        text.Raw("\""u8);
        if (request.ClientAddress is { } client)
        {
            text.Raw(",\"client\":\""u8);
            text.Formatted(client);
            text.Raw("\""u8);
        }

        Member(ref text, ",\"route\":\""u8, request.Route);
        Member(ref text, ",\"error\":\""u8, request.Error);
        Member(ref text, ",\"host\":\""u8, request.HostBytes);
        Member(ref text, ",\"referer\":\""u8, request.Header("Referer"));
        Member(ref text, ",\"user_agent\":\""u8, request.Header("User-Agent"));
        text.Raw("}"u8);
    }

    private static void Member(ref LogText text, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            text.Raw(name);
            text.Escaped(value, MaxNameCharacters);
            text.Raw("\""u8);
        }
    }

    private static void Member(ref LogText text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            text.Raw(name);
            text.Escaped(value, MaxFieldBytes);
            text.Raw("\""u8);
        }
    }
}
