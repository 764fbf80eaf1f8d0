// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Cli.Settings;

namespace Linnet.Cli.Tests.Settings;

/// <summary>A value for each setting that is none of its defaults.</summary>
internal static class Examples
{
    public static string Of(Setting setting) => setting.Name switch
    {
        "path" => "site",
        "port" or "max-connections" or "max-per-address" or "idle" or "grace" or "hsts" or "cache" => "7",
        "listen" or "redirect" => "http://127.0.0.1:0",
        "host" => "example.com",
        "base-path" or "health" or "open" or "metrics" => "/x",
        "cors" => "https://example.com",
        "auth" => "a:b@/c:rw",
        "header" => "A: b",
        "max-body" or "max-head" or "max-upload" => "2K",
        "ext" => "html",
        "upload-exists" => "number",
        "log-format" => "clf",
        _ when setting.IsSwitch => "true",
        _ => "some.file",
    };
}
