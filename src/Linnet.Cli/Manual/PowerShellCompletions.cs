// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Manual;

/// <summary>What has PowerShell finish words of the command.</summary>
internal static class PowerShellCompletions
{
    /// <summary>The script.</summary>
    public static string Render(IReadOnlyList<VerbPage> verbs)
    {
        StringBuilder script = new(
            """
            # PowerShell completion of linnet: linnet completions pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName linnet -ScriptBlock {
                param($word, $line, $position)
                $verbs = @{

            """);
        foreach (VerbPage verb in verbs)
        {
            script.Append($"        {Quote(verb.Name)} = [ordered]@{{\n");
            if (verb.Name.Length == 0)
            {
                foreach (VerbPage other in verbs.Skip(1))
                {
                    script.Append($"            {Quote(other.Name)} = {Quote(other.Description)}\n");
                }
            }

            foreach (string word in verb.Words)
            {
                script.Append($"            {Quote(word)} = {Quote(word)}\n");
            }

            foreach (OptionPage option in verb.Options)
            {
                script.Append($"            {Quote(option.Name)} = {Quote(option.Description)}\n");
            }

            script.Append("        }\n");
        }

        script.Append(
            """
                }
                $verb = ''
                if ($line.CommandElements.Count -gt 1) {
                    $second = $line.CommandElements[1].ToString()
                    if ($verbs.ContainsKey($second) -and $second -ne $word) { $verb = $second }
                }
                $verbs[$verb].GetEnumerator() | Where-Object { $_.Key.StartsWith($word) } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $_.Value)
                }
            }

            """);
        return script.ToString().ReplaceLineEndings("\n");
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
