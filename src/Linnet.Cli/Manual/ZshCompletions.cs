// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Manual;

/// <summary>What has zsh finish words of the command.</summary>
internal static class ZshCompletions
{
    /// <summary>The script.</summary>
    public static string Render(IReadOnlyList<VerbPage> verbs)
    {
        StringBuilder script = new("#compdef linnet\n# zsh completion of linnet: source <(linnet completions zsh)\n_linnet() {\n");
        script.Append("    local -a verbs=(\n");
        foreach (VerbPage verb in verbs.Skip(1))
        {
            script.Append($"        {Quote($"{verb.Name}:{verb.Description}")}\n");
        }

        script.Append("    )\n    case ${words[2]} in\n");
        foreach (VerbPage verb in verbs.Skip(1))
        {
            script.Append($"        {verb.Name})\n            shift words\n            (( CURRENT-- ))\n            _arguments -s \\\n");
            AppendOptions(script, verb);
            string argument = verb.TakesPath ? "'*:path:_files'"
                : verb.Words.Count > 0 ? $"'1:word:({string.Join(' ', verb.Words)})'" : "'*:word: '";
            script.Append($"                {argument}\n            ;;\n");
        }

        script.Append("        *)\n            _arguments -s \\\n");
        AppendOptions(script, verbs[0]);
        script.Append(
            """
                            '1: :{ _describe verb verbs }'
                        ;;
                esac
            }
            compdef _linnet linnet

            """.ReplaceLineEndings("\n"));
        return script.ToString();
    }

    private static void AppendOptions(StringBuilder script, VerbPage verb)
    {
        foreach (OptionPage option in verb.Options)
        {
            string text = option.Description.Split(". ")[0].TrimEnd('.')
                .Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
            string action = option.IsPath ? "_files" : option.Words.Count > 0 ? $"({string.Join(' ', option.Words)})" : " ";
            string value = option.Value.Length == 0 ? ""
                : $"{(option.IsValueOptional ? "::" : ":")}{option.Name[2..]}:{action}";
            string equals = option.Value.Length == 0 ? "" : option.IsValueOptional ? "=-" : "=";
            script.Append($"                {Quote($"*{option.Name}{equals}[{text}]{value}")} \\\n");
            if (option.ShortName is { } letter)
            {
                string behind = option.Value.Length == 0 ? "" : option.IsValueOptional ? "-" : "+";
                script.Append($"                {Quote($"*{letter}{behind}[{text}]{value}")} \\\n");
            }
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
