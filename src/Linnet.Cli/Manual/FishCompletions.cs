// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

namespace Linnet.Cli.Manual;

/// <summary>What has fish finish words of the command.</summary>
internal static class FishCompletions
{
    /// <summary>The script.</summary>
    public static string Render(IReadOnlyList<VerbPage> verbs)
    {
        StringBuilder script = new("# fish completion of linnet: linnet completions fish | source\ncomplete -c linnet -f\n");
        foreach (VerbPage verb in verbs)
        {
            string when = verb.Name.Length == 0 ? "__fish_use_subcommand" : $"__fish_seen_subcommand_from {verb.Name}";
            if (verb.Name.Length > 0)
            {
                script.Append($"complete -c linnet -n __fish_use_subcommand -a {verb.Name} -d {Quote(verb.Description)}\n");
            }

            if (verb.TakesPath)
            {
                script.Append($"complete -c linnet -n {Quote(when)} -F\n");
            }

            if (verb.Words.Count > 0)
            {
                script.Append($"complete -c linnet -n {Quote(when)} -a {Quote(string.Join(' ', verb.Words))}\n");
            }

            foreach (OptionPage option in verb.Options)
            {
                string letter = option.ShortName is { } name ? $" -s {name[1..]}" : "";
                string value = option.Value.Length == 0 || option.IsValueOptional ? ""
                    : option.IsPath ? " -r -F" : option.Words.Count > 0 ? $" -x -a {Quote(string.Join(' ', option.Words))}" : " -x";
                string names = $"{letter} -l {option.Name[2..]}";
                script.Append($"complete -c linnet -n {Quote(when)}{names}{value} -d {Quote(First(option.Description))}\n");
            }
        }

        return script.ToString();
    }

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    // A list has room for one sentence.
    private static string First(string description) => description.Split(". ")[0].TrimEnd('.');
}
