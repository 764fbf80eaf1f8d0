// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Manual;

/// <summary>What has bash finish words of the command.</summary>
internal static class BashCompletions
{
    /// <summary>The script.</summary>
    public static string Render(IReadOnlyList<VerbPage> verbs)
    {
        StringBuilder script = new(
            """
            # bash completion of linnet: eval "$(linnet completions bash)"
            _linnet() {
                local cur prev words cword verb= options= arguments= files=
                COMPREPLY=()
                cur=${COMP_WORDS[COMP_CWORD]}
                prev=${COMP_WORDS[COMP_CWORD-1]}
                # bash takes --name=value apart at the equals sign.
                if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
                [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* ]] && verb=${COMP_WORDS[1]}
                case "$verb $prev" in

            """);
        foreach (VerbPage verb in verbs)
        {
            foreach (OptionPage option in verb.Options.Where(static option => option.IsPath || option.Words.Count > 0))
            {
                string names = option.ShortName is null
                    ? $"\"{verb.Name} {option.Name}\"" : $"\"{verb.Name} {option.Name}\"|\"{verb.Name} {option.ShortName}\"";
                string reply = option.IsPath
                    ? "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))"
                    : $"COMPREPLY=($(compgen -W '{string.Join(' ', option.Words)}' -- \"$cur\"))";
                script.Append($"        {names}) {reply}; return;;\n");
            }
        }

        script.Append("    esac\n    case \"$verb\" in\n");
        foreach (VerbPage verb in verbs)
        {
            string options = string.Join(' ', verb.Options.SelectMany(NamesOf));
            string words = string.Join(' ', verb.Name.Length == 0 ? verbs.Skip(1).Select(static each => each.Name) : verb.Words);
            string name = verb.Name.Length == 0 ? "\"\"" : verb.Name;
            script.Append($"        {name}) options='{options} --help' arguments='{words}' files={(verb.TakesPath ? "1" : "")};;\n");
        }

        script.Append(
            """
                esac
                if [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$cur"))
                elif [[ $files ]]; then
                    compopt -o filenames
                    COMPREPLY=($(compgen -f -- "$cur"))
                else
                    COMPREPLY=($(compgen -W "$arguments" -- "$cur"))
                fi
            }
            complete -F _linnet linnet

            """);
        return script.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<string> NamesOf(OptionPage option) =>
        option.ShortName is { } letter ? [letter, option.Name] : [option.Name];
}
