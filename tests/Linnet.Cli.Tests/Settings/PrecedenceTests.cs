// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

using Linnet.Cli.Settings;
using Xunit;

namespace Linnet.Cli.Tests.Settings;

/// <summary>Command line before environment before file before default, and what <c>--print-config</c> says of it.</summary>
public sealed class PrecedenceTests
{
    // Whether the file, the environment and the command line say something: all eight cases.
    public static TheoryData<bool, bool, bool> Cases =>
        [.. from file in Both from environment in Both from line in Both select (file, environment, line)];

    private static readonly bool[] Both = [false, true];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_value_comes_from_the_strongest_place_that_says_one(bool isInFile, bool isInEnvironment, bool isOnLine)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("linnet.json", isInFile ? "{ \"idle\": 1 }"u8 : "{}"u8);
        string[] arguments = ["serve", "--print-config", "--config", file, .. isOnLine ? ["--idle", "3"] : Array.Empty<string>()];
        (string, string) variable = isInEnvironment ? ("LINNET_IDLE", "2") : ("OTHER", "x");

        JsonElement idle = (await PrintAsync(variable, arguments)).GetProperty("idle");

        (int value, string from) = (isInFile, isInEnvironment, isOnLine) switch
        {
            (_, _, true) => (3, "--idle"),
            (_, true, false) => (2, "LINNET_IDLE"),
            (true, false, false) => (1, $"\"idle\" in {file}"),
            (false, false, false) => (60, "default"),
        };
        Assert.Equal(value, idle.GetProperty("value").GetInt32());
        Assert.Equal(from, idle.GetProperty("from").GetString());
    }

    [Fact]
    public async Task Everything_can_be_said_in_each_place()
    {
        foreach (Setting setting in ServerSettings.OfServe.Where(static setting => !setting.IsAboutSettings))
        {
            using TemporaryFolder folder = new();
            string value = Examples.Of(setting);
            string json = JsonSerializer.Serialize(value);
            string file = folder.Write("c.json", System.Text.Encoding.UTF8.GetBytes($"{{ \"{setting.Name}\": {json} }}"));
            string option = setting.IsArgument ? value : $"{setting.Option}={value}";

            Assert.Equal(setting.Option, await FromAsync(setting, ("OTHER", "x"), option));
            Assert.Equal(setting.Variable, await FromAsync(setting, (setting.Variable, value)));
            Assert.Equal($"\"{setting.Name}\" in {file}", await FromAsync(setting, ("OTHER", "x"), "--config", file));
            Assert.Equal($"\"{setting.Name}\" in {file}", await FromAsync(setting, ("LINNET_CONFIG", file)));
        }
    }

    [Fact]
    public async Task Lists_have_a_line_each_in_the_environment_and_an_array_in_a_file()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("c.json", "{ \"header\": [\"A: 1\", \"B: 2\"] }"u8);
        string[] expected = ["A: 1", "B: 2"];

        Assert.Equal(expected, await HeadersAsync(("LINNET_HEADER", "A: 1\nB: 2\n")));
        Assert.Equal(expected, await HeadersAsync(("OTHER", "x"), "--config", file));
        Assert.Equal(expected, await HeadersAsync(("OTHER", "x"), "-H", "A: 1", "--header=B: 2"));
        Assert.Equal(["C: 3"], await HeadersAsync(("LINNET_HEADER", "A: 1"), "-HC: 3"));
    }

    [Fact]
    public async Task Paths_in_a_file_are_seen_from_that_file()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("etc/c.json", "{ \"path\": \"../site\", /* one */ \"port\": 0, }"u8);
        folder.Write("site/a.txt", "hello"u8);

        await using CommandRun run = CommandRun.Start("serve", "--config", file);
        using System.Net.Http.HttpClient client = new() { BaseAddress = await Serving.BannerReader.ReadUriAsync(run.ReadLineAsync) };

        Assert.Equal("hello", await client.GetStringAsync(new Uri("a.txt", UriKind.Relative)));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    public async Task A_switch_in_the_environment_is_on_or_off(string written, bool isOn)
    {
        JsonElement settings = await PrintAsync(("LINNET_HIDDEN", written), "serve", "--print-config");

        Assert.Equal(isOn, settings.GetProperty("hidden").GetProperty("value").GetBoolean());
    }

    [Fact]
    public async Task What_the_environment_switches_on_the_command_line_switches_off()
    {
        JsonElement settings = await PrintAsync(("LINNET_SPA", "1"), "serve", "--print-config", "--spa=false");
        Assert.Equal("false", settings.GetProperty("spa").GetProperty("value").ToString(), ignoreCase: true);

        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.StartWith(("LINNET_SPA", "1"), "serve", folder.Path, "--spa=false", "-p0");
        using System.Net.Http.HttpClient client = new() { BaseAddress = await Serving.BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using System.Net.Http.HttpResponseMessage answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Of_two_that_exclude_each_other_the_stronger_place_counts()
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.StartWith(("LINNET_PORT", "1"), "serve", folder.Path, "-l", "http://127.0.0.1:0");

        Uri root = await Serving.BannerReader.ReadUriAsync(run.ReadLineAsync);

        Assert.NotEqual(1, root.Port);
    }

    private static async Task<string?> FromAsync(Setting setting, (string, string) variable, params string[] arguments)
    {
        JsonElement settings = await PrintAsync(variable, ["serve", "--print-config", .. arguments]);
        return settings.GetProperty(setting.Name).GetProperty("from").GetString();
    }

    private static async Task<IEnumerable<string?>> HeadersAsync((string, string) variable, params string[] arguments)
    {
        JsonElement settings = await PrintAsync(variable, ["serve", "--print-config", .. arguments]);
        return settings.GetProperty("header").GetProperty("value").EnumerateArray().Select(static value => value.GetString());
    }

    private static async Task<JsonElement> PrintAsync((string, string) variable, params string[] arguments)
    {
        await using CommandRun run = CommandRun.StartWith(variable, arguments);
        (int code, string output) = await run.FinishAsync();
        Assert.Equal("", run.ErrorText);
        Assert.Equal(ExitCode.Done, code);
        return JsonDocument.Parse(output).RootElement;
    }
}
