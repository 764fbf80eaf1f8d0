// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Settings;

namespace Linnet.Cli;

/// <summary>A server of the command: what it can be told, and what it then does.</summary>
/// <param name="CommandName">How it is started: <c>linnet serve</c>.</param>
/// <param name="Settings">What it can be told.</param>
/// <param name="ServeAsync">What it does, with its settings.</param>
internal sealed record ServerAction(
    string CommandName,
    IReadOnlyList<Setting> Settings,
    Func<SettingValues, CancellationToken, Task<int>> ServeAsync)
{
    /// <summary>Reads its settings and serves.</summary>
    /// <exception cref="FormatException">It is told something that means nothing.</exception>
    public async Task<int> RunAsync(CommandLineReader reader, Terminal terminal, CancellationToken stopping)
    {
        var given = reader.Given.ToDictionary();
        string[] words = [.. reader.Rest];
        if (words is [string path, ..] && Settings.FirstOrDefault(static setting => setting.IsArgument) is { } argument)
        {
            given.Add(argument, new GivenValue([path], SettingSource.CommandLine, argument.Option));
            words = words[1..];
        }

        if (words is [string unknown, ..])
        {
            throw new FormatException(
                $"'{Visible.Escape(unknown)}' is not something that linnet understands here. Try '{CommandName} --help'.");
        }

        SettingValues values = SettingsReader.Read(Settings, given, terminal.Variables);
        if (values.IsOn(ServerSettings.PrintConfig))
        {
            SettingsPrinter.Print(values, terminal.OutputStream);
            return ExitCode.Done;
        }

        return await ServeAsync(values, stopping);
    }
}
