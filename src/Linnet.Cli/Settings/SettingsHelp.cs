// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Cli.Settings;

/// <summary>What help says of settings: a heading for each group, a line or a few for each setting.</summary>
internal static class SettingsHelp
{
    private const int Indent = 30;
    private const int Width = 100;

    /// <summary>Writes them all.</summary>
    public static void Write(IReadOnlyList<Setting> settings, TextWriter output)
    {
        foreach (IGrouping<SettingGroup, Setting> group in settings
            .Where(static setting => !setting.IsArgument).GroupBy(static setting => setting.Group))
        {
            output.WriteLine($"{SettingGroups.Title(group.Key)}:");
            foreach (Setting setting in group)
            {
                Write(setting, output);
            }

            output.WriteLine();
        }
    }

    private static void Write(Setting setting, TextWriter output)
    {
        string usage = $"  {setting.Usage}";
        string description = setting.IsSwitch || setting.Default is not { } usual
            ? setting.Description : $"{setting.Description} [default: {usual}]";
        string[] lines = [.. Broken(description)];
        int first = usage.Length < Indent ? 1 : 0;
        output.WriteLine(first == 0 ? usage : usage.PadRight(Indent) + lines[0]);
        foreach (string line in lines.Skip(first))
        {
            output.WriteLine(new string(' ', Indent) + line);
        }
    }

    private static IEnumerable<string> Broken(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && Indent + line.Length + word.Length >= Width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }
}
