// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Cli.Settings;

namespace Linnet.Cli.Serving;

/// <summary>The bounds of a server, from its settings.</summary>
internal static class ServerLimits
{
    private const int LargestHead = 1024 * 1024;
    private const int LeastHead = 1024;
    private const int RoomForForm = 1024 * 1024;

    /// <summary>The bounds.</summary>
    public static Limits Read(SettingValues values) => new()
    {
        MaxConnections = values.Number(ServerSettings.MaxConnections),
        MaxConnectionsPerAddress = values.Number(ServerSettings.MaxPerAddress),
        MaxRequestBodyBytes = MaxBody(values),
        MaxHeaderBytes = ReadHead(values.Text(ServerSettings.MaxHead) ?? ""),
        IdleTimeout = TimeSpan.FromSeconds(values.Number(ServerSettings.Idle)),
    };

    /// <summary>A body holds a whole upload, with room for what a form puts around it, unless something else is said.</summary>
    private static long MaxBody(SettingValues values)
    {
        long bytes = ByteCount.Parse(values.Text(ServerSettings.MaxBody) ?? "");
        return values.Text(FileSettings.Upload) is null || values.IsGiven(ServerSettings.MaxBody)
            ? bytes
            : Math.Max(bytes, ByteCount.Parse(values.Text(FileSettings.MaxUpload) ?? "") + RoomForForm);
    }

    /// <summary>Reads how large a head may be.</summary>
    /// <exception cref="FormatException">It is no number of bytes, or is out of bounds.</exception>
    public static int ReadHead(string text) =>
        ByteCount.TryParse(text, out long bytes) && bytes is >= LeastHead and <= LargestHead
            ? (int)bytes
            : throw new FormatException($"'{Visible.Escape(text)}' is no number of bytes from 1K to 1M.");
}
