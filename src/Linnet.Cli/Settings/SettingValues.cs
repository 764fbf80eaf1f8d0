// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Linnet.Cli.Settings;

/// <summary>The values of all settings of a run, each from where it was said last: command line, environment, file, default.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<Setting, GivenValue> _given = [];

    /// <summary>Puts together what was given, the strongest source first.</summary>
    /// <exception cref="FormatException">A value is not what it may be; the line says which one, and where it was given.</exception>
    public SettingValues(IReadOnlyList<Setting> settings, params IEnumerable<IReadOnlyDictionary<Setting, GivenValue>> sources)
    {
        Settings = settings;
        foreach (IReadOnlyDictionary<Setting, GivenValue> source in sources)
        {
            foreach ((Setting setting, GivenValue value) in source)
            {
                Check(setting, value);
                _given.TryAdd(setting, value);
            }
        }
    }

    /// <summary>The settings that there are.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>What it was told; its default when it was told nothing.</summary>
    public GivenValue Of(Setting setting) => _given.TryGetValue(setting, out GivenValue? value)
        ? value
        : new GivenValue(setting.Default is { } usual ? [usual] : [], SettingSource.Default, "default");

    /// <summary>True when somebody said something.</summary>
    public bool IsGiven(Setting setting) => _given.ContainsKey(setting);

    /// <summary>True for a switch that is on.</summary>
    public bool IsOn(Setting setting) => Of(setting).Values is ["true"];

    /// <summary>The value; null when there is none, or it is switched off.</summary>
    public string? Text(Setting setting) =>
        Of(setting).Values is [string value] && !(setting.Implied is not null && value == "false") ? value : null;

    /// <summary>The path of a file that is there; null when none is named.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public string? ExistingFile(Setting setting) => Text(setting) is not { } path || File.Exists(path)
        ? Text(setting)
        : throw new FileNotFoundException($"There is no file '{Visible.Escape(path)}', which {Of(setting).Place} names.");

    /// <summary>All values.</summary>
    public IReadOnlyList<string> All(Setting setting) => Of(setting).Values;

    /// <summary>A number, or what it is instead when nothing was said.</summary>
    public int Number(Setting setting, int otherwise = 0) =>
        Text(setting) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>
    /// Two settings that exclude each other: when both come from one place, that is a mistake; when one comes from a
    /// stronger place, the other is forgotten.
    /// </summary>
    /// <exception cref="FormatException">Both come from one place.</exception>
    public void Exclude(Setting first, Setting second)
    {
        if (!IsTold(first) || !IsTold(second))
        {
            return;
        }

        GivenValue one = Of(first);
        GivenValue other = Of(second);
        if (one.Source == other.Source)
        {
            throw new FormatException($"{one.Place} and {other.Place} exclude each other: give one of them.");
        }

        _given.Remove(one.Source < other.Source ? first : second);
    }

    /// <summary>A setting that means nothing without one of some others.</summary>
    /// <exception cref="FormatException">None of them is given.</exception>
    public void Require(Setting setting, string remedy, params Setting[] others)
    {
        if (IsTold(setting) && !others.Any(IsTold))
        {
            throw new FormatException($"{Of(setting).Place} {remedy}");
        }
    }

    /// <summary>True when it is given, and not in order to switch it off.</summary>
    public bool IsTold(Setting setting) => IsGiven(setting) && Of(setting).Values is not (["false"] or []);

    private static void Check(Setting setting, GivenValue given)
    {
        if (given.Values.Count > 1 && !setting.IsRepeatable)
        {
            throw new FormatException($"{given.Place} is given {given.Values.Count} times: give it once.");
        }

        foreach (string value in given.Values)
        {
            bool isSwitchedOff = setting.Implied is not null && value == "false";
            if (!isSwitchedOff && setting.Form.Complaint(given.Place, value) is { } complaint)
            {
                throw new FormatException(complaint);
            }
        }
    }
}
