// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;

using Linnet.Cli.Settings;

namespace Linnet.Cli.Manual;

/// <summary>
/// A verb as manual and completions show it, made from the table of settings, or for verbs without settings from the options
/// of the library.
/// </summary>
/// <param name="Name">The name; empty for the command alone.</param>
/// <param name="Arguments">What stands for its arguments.</param>
/// <param name="Description">What it does.</param>
/// <param name="Options">What it can be told.</param>
/// <param name="Words">Arguments to offer.</param>
/// <param name="TakesPath">True when its argument is a path of this machine.</param>
/// <param name="Examples">Command lines and what each does.</param>
internal sealed record VerbPage(
    string Name,
    string Arguments,
    string Description,
    IReadOnlyList<OptionPage> Options,
    IReadOnlyList<string> Words,
    bool TakesPath,
    IReadOnlyList<(string CommandLine, string Effect)> Examples)
{
    /// <summary>The command alone, and then every verb.</summary>
    public static IReadOnlyList<VerbPage> Of(RootCommand root) =>
    [
        new VerbPage("", "", root.Description ?? "", Pages(ServerSettings.OfWelcome), [], TakesPath: false, []),
        .. root.Subcommands.OfType<Verb>().Select(Page),
    ];

    private static VerbPage Page(Verb verb) => new(
        verb.Name,
        string.Join(' ', verb.Arguments.Select(static argument => $"[{argument.Name}]")),
        verb.Description ?? "",
        verb.Settings.Count > 0 ? Pages(verb.Settings) : [.. verb.Options.Where(static each => each is not HelpOption).Select(Page)],
        verb.Words,
        verb.Settings.Any(static setting => setting.IsArgument),
        verb.Examples);

    private static OptionPage Page(Option option) => new(
        option.Name,
        option.Aliases.FirstOrDefault(static alias => alias.Length == 2),
        option.HelpName ?? "",
        IsValueOptional: false,
        option.Description ?? "",
        Default: null,
        [],
        IsPath: false,
        "");

    private static IReadOnlyList<OptionPage> Pages(IReadOnlyList<Setting> settings) =>
    [
        .. settings.Where(static setting => !setting.IsArgument).Select(static setting => new OptionPage(
            setting.Option,
            setting.ShortName is { } letter ? $"-{letter}" : null,
            setting.ValueName,
            setting.Implied is not null,
            setting.Description,
            setting.IsSwitch ? null : setting.Default,
            setting.IsSwitch ? [] : setting.Form.Words,
            setting.Form.Path != PathKind.None,
            SettingGroups.Title(setting.Group))),
    ];
}
