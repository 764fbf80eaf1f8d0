// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;

namespace Linnet.Cli.Settings;

/// <summary>Reads the settings of a run from where they may be said: command line, environment, file, in this order.</summary>
internal static class SettingsReader
{
    private static readonly Dictionary<Setting, GivenValue> Nothing = [];

    /// <summary>The settings of a run.</summary>
    /// <param name="settings">What there is to tell.</param>
    /// <param name="given">What the command line says.</param>
    /// <param name="environment">The variables.</param>
    /// <exception cref="FormatException">Something is said that means nothing; in one line, what and where.</exception>
    /// <exception cref="IOException">The configuration file cannot be read.</exception>
    public static SettingValues Read(
        IReadOnlyList<Setting> settings,
        IReadOnlyDictionary<Setting, GivenValue> given,
        IReadOnlyDictionary<string, string> environment)
    {
        IReadOnlyDictionary<Setting, GivenValue> variables =
            EnvironmentReader.Read(settings, ServerSettings.OfServe, environment);
        SettingValues said = new(settings, given, variables);
        IReadOnlyDictionary<Setting, GivenValue> file = said.Text(ServerSettings.Config) is { } path
            ? ConfigurationFile.Read(path, ServerSettings.OfServe)
            : Nothing;
        return new SettingValues(settings, given, variables, file);
    }
}
