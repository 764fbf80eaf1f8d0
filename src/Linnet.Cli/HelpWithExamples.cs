// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;

using Linnet.Cli.Settings;

namespace Linnet.Cli;

/// <summary>
/// What <c>--help</c> does: the library's help, and below it a verb's examples, or the first example of every verb.
/// </summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes <c>--help</c> show examples, for a command and its verbs.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help)
            {
                option.Action = new HelpWithExamples(help);
            }
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        SettingsHelp.Write(SettingsOf(parseResult.CommandResult.Command), parseResult.InvocationConfiguration.Output);
        Write(ExamplesOf(parseResult.CommandResult.Command), parseResult.InvocationConfiguration.Output);
        return code;
    }

    private static IReadOnlyList<Setting> SettingsOf(Command command) => command switch
    {
        Verb verb => verb.Settings,
        RootCommand => ServerSettings.OfWelcome,
        _ => [],
    };

    private static IReadOnlyList<(string CommandLine, string Effect)> ExamplesOf(Command command)
    {
        return command is Verb verb
            ? verb.Examples
            : [.. command.Subcommands.OfType<Verb>().Select(each => each.Examples[0])];
    }

    private static void Write(IReadOnlyList<(string CommandLine, string Effect)> examples, TextWriter output)
    {
        output.WriteLine("Examples:");
        int width = examples.Max(example => example.CommandLine.Length);
        foreach ((string commandLine, string effect) in examples)
        {
            output.WriteLine($"  {commandLine.PadRight(width)}  {effect}");
        }

        output.WriteLine();
    }
}
