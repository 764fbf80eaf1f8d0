// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Cli.Settings;

namespace Linnet.Cli.Serving;

/// <summary>What is told of requests, and where.</summary>
/// <param name="Format">How; null for text where a person looks, and JSON elsewhere.</param>
/// <param name="File">The file; null for the standard output.</param>
/// <param name="IsQuiet">True for nothing.</param>
internal sealed record LogPlan(LogFormat? Format, string? File, bool IsQuiet)
{
    /// <summary>Reads it from the settings.</summary>
    /// <exception cref="FormatException">Settings exclude each other.</exception>
    public static LogPlan Read(SettingValues values)
    {
        values.Exclude(ServerSettings.Quiet, ServerSettings.LogFile);
        LogFormat? format = values.Text(ServerSettings.LogFormat) switch
        {
            "text" => LogFormat.Text,
            "json" => LogFormat.Json,
            "clf" => LogFormat.Clf,
            _ => null,
        };
        string? file = values.Text(ServerSettings.LogFile);
        return format == LogFormat.Text && file is not null
            ? throw new FormatException(
                $"{values.Of(ServerSettings.LogFormat).Place} is text, which is for a terminal; a file takes json or clf.")
            : new LogPlan(format, file, values.IsOn(ServerSettings.Quiet));
    }
}
