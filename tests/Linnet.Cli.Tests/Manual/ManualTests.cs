// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using Linnet.Cli.Settings;
using Xunit;

namespace Linnet.Cli.Tests.Manual;

/// <summary>What shells, <c>man</c> and the documentation know of the command is what the table says.</summary>
public sealed class ManualTests
{
    private const string Begin = "<!-- printed from the table of settings -->\n";
    private const string End = "<!-- end of what is printed -->\n";

    private static readonly Setting[] Options = [.. ServerSettings.OfServe.Where(static setting => !setting.IsArgument)];

    [Fact]
    public async Task The_manual_that_is_packed_is_the_one_that_is_printed()
    {
        string manual = await PrintAsync("man");
        Repository.Expect("src/Linnet.Cli/Manual/linnet.1", _ => manual);
    }

    [Fact]
    public void The_page_about_serving_has_every_setting() => Repository.Expect("docs/serve.md", static page =>
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return page[..begin] + Tables() + page[end..];
    });

    [Fact]
    public async Task The_manual_is_rendered_without_a_warning()
    {
        Assert.SkipUnless(ProcessRun.Exists("man") && ProcessRun.Exists("groff"), "There is no man here.");
        using TemporaryFolder folder = new();
        string file = folder.Write("linnet.1", Encoding.UTF8.GetBytes(await PrintAsync("man")));

        await using ProcessRun man = ProcessRun.Start("man", "--warnings", "-E", "UTF-8", "-l", file);
        string text = await man.Output.ReadToEndAsync();

        Assert.Equal(0, await man.ExitAsync());
        Assert.Equal("", await man.Error.ReadToEndAsync());
        Assert.All(Options, setting => Assert.Contains(setting.Option, text));
        Assert.Contains("linnet serve --tls", text);
    }

    [Theory]
    [InlineData("linnet s", "serve send")]
    [InlineData("linnet --p", "--port --pfx --password-file --print-config")]
    [InlineData("linnet serve --ca", "--cache")]
    [InlineData("linnet serve --log-format ", "text json clf")]
    [InlineData("linnet serve --log-format = j", "json")]
    [InlineData("linnet serve --cert FOLDER/ce", "FOLDER/cert.pem")]
    [InlineData("linnet serve FOLDER/", "FOLDER/cert.pem FOLDER/sub")]
    [InlineData("linnet completions z", "zsh")]
    [InlineData("linnet echo --b", "--backlog --buffer")]
    public async Task Bash_finishes_words(string line, string expected)
    {
        Assert.SkipUnless(ProcessRun.Exists("bash"), "There is no bash here.");
        using TemporaryFolder folder = new();
        folder.Write("cert.pem", ""u8);
        folder.Write("sub/x", ""u8);
        string script = folder.Write("completions", Encoding.UTF8.GetBytes(await PrintAsync("completions", "bash")));
        string[] typed = line.Replace("FOLDER", folder.Path, StringComparison.Ordinal).Split(' ');
        string words = string.Join(' ', typed.Select(static word => $"'{word}'"));
        string run = $"source '{script}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _linnet 2>/dev/null; "
            + "printf '%s\\n' \"${COMPREPLY[@]}\"";

        await using ProcessRun bash = ProcessRun.Start("bash", "-c", run);
        string[] offered = (await bash.Output.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            expected.Replace("FOLDER", folder.Path, StringComparison.Ordinal).Split(' ').Order(StringComparer.Ordinal),
            offered.Where(static word => !word.EndsWith("completions", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("bash", "bash", "-n")]
    [InlineData("zsh", "zsh", "-n")]
    [InlineData("fish", "fish", "--no-execute")]
    public async Task A_shell_finds_nothing_wrong_with_its_script(string shell, string program, string option)
    {
        Assert.SkipUnless(ProcessRun.Exists(program), $"There is no {program} here.");
        using TemporaryFolder folder = new();
        string script = folder.Write("script", Encoding.UTF8.GetBytes(await PrintAsync("completions", shell)));

        await using ProcessRun run = ProcessRun.Start(program, option, script);

        Assert.Equal("", await run.Error.ReadToEndAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Theory]
    [InlineData("bash", "--")]
    [InlineData("zsh", "--")]
    [InlineData("fish", "-l ")]
    [InlineData("pwsh", "--")]
    public async Task Every_setting_and_verb_is_in_every_script(string shell, string dashes)
    {
        string script = await PrintAsync("completions", shell);
        Assert.All(Options, setting => Assert.Contains($"{dashes}{setting.Name}", script));
        Assert.All(["serve", "echo", "send", "hash", "completions", "man"], verb => Assert.Contains(verb, script));
        Assert.DoesNotContain('\r', script);
    }

    [Theory]
    [InlineData("linnet: 'zhs' is not a shell that is known here; zsh is close.", "zhs")]
    [InlineData("linnet: 'cmd' is not a shell that is known here: name bash, zsh, fish or pwsh.", "cmd")]
    public async Task Another_shell_is_told(string expected, string shell)
    {
        await using CommandRun run = CommandRun.Start("completions", shell);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal(expected + Environment.NewLine, run.ErrorText);
    }

    private static async Task<string> PrintAsync(params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(arguments);
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Done, code);
        return output;
    }

    private static string Tables()
    {
        StringBuilder tables = new();
        foreach (IGrouping<SettingGroup, Setting> group in Options.GroupBy(static setting => setting.Group))
        {
            tables.Append($"\n### {SettingGroups.Title(group.Key)}\n\n| option | what it does | unless given |\n|---|---|---|\n");
            foreach (Setting setting in group)
            {
                string usual = setting.IsSwitch || setting.Default is null ? "" : $"`{setting.Default}`";
                tables.Append($"| `{Cell(setting.Usage)}` | {Cell(setting.Description)} | {usual} |\n");
            }
        }

        return tables.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
