// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Settings;

/// <summary>The names of the groups, as headings.</summary>
internal static class SettingGroups
{
    /// <summary>The heading above the settings of a group.</summary>
    public static string Title(SettingGroup group) => group switch
    {
        SettingGroup.Where => "Where",
        SettingGroup.Tls => "TLS",
        SettingGroup.Files => "Files",
        SettingGroup.Answers => "Answers",
        SettingGroup.Access => "Access",
        SettingGroup.Limits => "Limits",
        SettingGroup.Watching => "Log and status",
        SettingGroup.Settings => "Settings",
    };
}
