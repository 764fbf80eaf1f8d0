// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Threading.Tasks;

namespace Linnet.Cli.Manual;

/// <summary>
/// <c>linnet completions</c> and <c>linnet man</c>: what shells and <c>man</c> know of the command, from the same table as itself.
/// </summary>
internal static class ManualCommands
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>Adds both.</summary>
    public static void AddTo(RootCommand root, Terminal terminal)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };
        Verb completions = new("completions", "Print what has a shell finish words of this command.")
        {
            Examples =
            [
                ("linnet completions bash > ~/.local/share/bash-completion/completions/linnet", "for bash"),
                ("linnet completions zsh > ~/.zfunc/_linnet", "for zsh, with that folder in fpath"),
                ("linnet completions fish > ~/.config/fish/completions/linnet.fish", "for fish"),
            ],
            Words = Shells,
        };
        completions.Add(shell);
        completions.SetAction((command, _) => WriteAsync(Render(root, command.GetRequiredValue(shell)), terminal));
        Verb manual = new("man", "Print the manual, as man reads it.")
        {
            Examples = [("linnet man | man -l -", "read it"), ("linnet man > ~/.local/share/man/man1/linnet.1", "keep it")],
        };
        manual.SetAction((_, _) => WriteAsync(ManualPage.Render(VerbPage.Of(root)), terminal));
        root.Add(completions);
        root.Add(manual);
    }

    private static string Render(RootCommand root, string shell) => shell switch
    {
        "bash" => BashCompletions.Render(VerbPage.Of(root)),
        "zsh" => ZshCompletions.Render(VerbPage.Of(root)),
        "fish" => FishCompletions.Render(VerbPage.Of(root)),
        "pwsh" => PowerShellCompletions.Render(VerbPage.Of(root)),
        _ => throw new FormatException(Settings.Closest.To(shell, Shells) is { } close
            ? $"'{Visible.Escape(shell)}' is not a shell that is known here; {close} is close."
            : $"'{Visible.Escape(shell)}' is not a shell that is known here: name bash, zsh, fish or pwsh."),
    };

    private static async Task<int> WriteAsync(string text, Terminal terminal)
    {
        await terminal.Output.WriteAsync(text);
        return ExitCode.Done;
    }
}
