// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Cli.Settings;

/// <summary>
/// Takes the settings out of the environment. A setting that may be given more than once takes a value from each line of its
/// variable. An empty variable says nothing.
/// </summary>
internal static class EnvironmentReader
{
    private const string Prefix = "LINNET_";

    /// <summary>What the settings were told.</summary>
    /// <param name="settings">The settings of this run.</param>
    /// <param name="all">The settings of all verbs, whose variables may be there, too.</param>
    /// <param name="environment">The variables.</param>
    /// <exception cref="FormatException">A variable has nearly the name of one that is read.</exception>
    public static IReadOnlyDictionary<Setting, GivenValue> Read(
        IReadOnlyList<Setting> settings, IReadOnlyList<Setting> all, IReadOnlyDictionary<string, string> environment)
    {
        Dictionary<Setting, GivenValue> given = [];
        foreach ((string name, string value) in environment.Where(
            static variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal)
                && variable.Value.Length > 0
                && !IsOfService(variable.Key, variable.Value)))
        {
            if (settings.FirstOrDefault(each => each.Variable == name) is { } setting)
            {
                string[] lines = value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                string[] values = setting.IsRepeatable ? lines : [Spoken(setting, value)];
                given.Add(setting, new GivenValue(values, SettingSource.Environment, name));
            }
            else if (all.All(each => each.Variable != name))
            {
                Suspect(name, all);
            }
        }

        return given;
    }

    /// <summary>Kubernetes says LINNET_PORT=tcp://10.0.0.1:80 in every container beside a service called linnet.</summary>
    private static bool IsOfService(string name, string value) =>
        name == ServerSettings.Port.Variable && value.StartsWith("tcp://", StringComparison.Ordinal);

    /// <summary>What scripts and containers write for true and false; <c>true</c> means what the bare option means.</summary>
    private static string Spoken(Setting setting, string value) => setting.Implied is null ? value : value switch
    {
        "1" or "yes" or "on" or "true" => setting.Implied,
        "0" or "no" or "off" => "false",
        _ => value,
    };

    /// <summary>
    /// Other programs have variables that begin so, too, Kubernetes for one; one that is a slip away from ours is a slip.
    /// </summary>
    private static void Suspect(string name, IReadOnlyList<Setting> all)
    {
        string? close = all
            .Select(static setting => setting.Variable)
            .FirstOrDefault(variable => Closest.Slips(name[Prefix.Length..], variable[Prefix.Length..]) == 1);
        if (close is not null)
        {
            throw new FormatException(
                $"The environment variable {name} is not one of linnet's; {close} is close. Rename it, or unset it.");
        }
    }
}
