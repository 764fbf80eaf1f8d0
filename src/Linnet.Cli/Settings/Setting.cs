// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Cli.Settings;

/// <summary>
/// One thing that a server of the command can be told. Its option, its environment variable, its key in a configuration
/// file, and what help, manual and completions say of it are all made from this (ADR 46).
/// </summary>
internal sealed class Setting
{
    /// <summary>The name, as the option has it behind its two dashes, and the key in a configuration file.</summary>
    public required string Name { get; init; }

    /// <summary>The letter of the short option; null when there is none.</summary>
    public string? ShortName { get; init; }

    /// <summary>What it is about: the heading above it in help, manual and documentation.</summary>
    public required SettingGroup Group { get; init; }

    /// <summary>What stands for the value in help; empty for a switch.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>What it does, in one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>What it is unless told; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>What it is when it is named without a value; null when it needs one.</summary>
    public string? Implied { get; init; }

    /// <summary>What a value may be.</summary>
    public ValueForm Form { get; init; } = ValueForm.Text;

    /// <summary>True when it may be given more than once.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>True when only <c>linnet serve</c> has it, and the welcome site has not.</summary>
    public bool IsOfFiles { get; init; }

    /// <summary>True when it tells what to do with the settings and is none itself: no key in a file.</summary>
    public bool IsAboutSettings { get; init; }

    /// <summary>True for what is named by its place and not by an option.</summary>
    public bool IsArgument { get; init; }

    /// <summary>What a value is shown as where others may see it; null to show it.</summary>
    public Func<string, string>? Hide { get; init; }

    /// <summary>What other programs call it, for who tries that.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>True when it is on or off.</summary>
    public bool IsSwitch => ValueName.Length == 0;

    /// <summary>A setting that is on or off, and off unless told.</summary>
    public static Setting Switch(string name, SettingGroup group, string description, params string[] otherNames) => new()
    {
        Name = name,
        Group = group,
        Description = description,
        Default = "false",
        Implied = "true",
        Form = ValueForm.Switch,
        IsOfFiles = group is SettingGroup.Files or SettingGroup.Answers or SettingGroup.Access,
        OtherNames = otherNames,
    };

    /// <summary>The option as it is typed.</summary>
    public string Option => IsArgument ? ValueName : $"--{Name}";

    /// <summary>The environment variable.</summary>
    public string Variable => $"LINNET_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>The option with its short form and what stands for its value: <c>-p, --port NUMBER</c>.</summary>
    public string Usage
    {
        get
        {
            string names = ShortName is null ? Option : $"-{ShortName}, {Option}";
            return IsSwitch || IsArgument ? names
                : Implied is null ? $"{names} {ValueName}" : $"{names}[={ValueName}]";
        }
    }
}
