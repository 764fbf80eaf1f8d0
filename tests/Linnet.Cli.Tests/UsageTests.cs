// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("echo", "127.0.0.1:65432", "Examples:", "--listen", "--backlog", "--buffer", "linnet echo ")]
    [InlineData("send", "tcp://localhost:65432", "Examples:", "--to", "--timeout", "MESSAGE", "linnet send - <")]
    public async Task Help_of_a_verb_shows_its_options_their_defaults_and_examples(string verb, params string[] parts)
    {
        await using CommandRun run = CommandRun.Start(verb, "--help");
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Done, code);
        Assert.All(parts, part => Assert.Contains(part, output));
        Assert.Empty(run.ErrorText);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_shows_every_verb_and_an_example_of_each(string option)
    {
        await using CommandRun run = CommandRun.Start(option);
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Done, code);
        string[] parts = ["echo ", "send <MESSAGE>", "Examples:", "linnet echo  ", "linnet send  "];
        Assert.All(parts, part => Assert.Contains(part, output));
    }

    [Theory]
    [InlineData("linnet: 'bogus' is not something that linnet understands here. Try 'linnet --help'.", "bogus")]
    [InlineData("linnet: 'b' is not something that linnet understands here. Try 'linnet send --help'.", "send", "a", "b")]
    [InlineData(
        "linnet: '--bogus' is not something that linnet understands here. Try 'linnet echo --help'.", "echo", "--bogus")]
    [InlineData(
        "linnet: --backlog is '0'; it must be a number from 1 to 65535. Try 'linnet echo --help'.",
        "echo", "--backlog", "0")]
    [InlineData(
        "linnet: --backlog is '65536'; it must be a number from 1 to 65535. Try 'linnet echo --help'.",
        "echo", "--backlog", "65536")]
    [InlineData(
        "linnet: --buffer is 'much'; it must be a number from 1 to 16777216. Try 'linnet echo --help'.",
        "echo", "--buffer", "much")]
    [InlineData(
        "linnet: --timeout is '-1'; it must be a number from 1 to 86400. Try 'linnet send --help'.",
        "send", "--timeout", "-1")]
    [InlineData(
        "linnet: '127.0.0.1' is not an address: the port is missing. Write 127.0.0.1:8080, or 127.0.0.1:0 for any free "
        + "port.",
        "echo", "--listen", "127.0.0.1")]
    [InlineData(
        "linnet: 'http://127.0.0.1:8080' is HTTP, which an echo does not speak. Write tcp://, udp:// or unix:, as in "
        + "tcp://127.0.0.1:65432.",
        "echo", "--listen", "http://127.0.0.1:8080")]
    [InlineData(
        "linnet: 'tcp://example.com:80' cannot be listened on: the host 'example.com' is a name, which may mean any "
        + "machine. Write an address of this machine, as in 127.0.0.1:80 or *:80.",
        "echo", "--listen", "example.com:80")]
    [InlineData(
        "linnet: 'tcp://*:80' cannot be connected to: * stands for every address of this machine, to listen on. Write "
        + "localhost:80.",
        "send", "--to", "*:80")]
    [InlineData(
        "linnet: 'udp://unix:/a' is not an address: udp:// does not go with a Unix socket. Write unix:/run/app.sock or "
        + "udp://127.0.0.1:65432.",
        "send", "--to", "udp://unix:/a")]
    public async Task Wrong_usage_is_one_line_that_says_what_to_write_and_exit_code_2(
        string expected, params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(arguments);
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(expected + Environment.NewLine, run.ErrorText);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Colour_is_used_only_where_it_is_wanted()
    {
        await using CommandRun plain = CommandRun.Start("bogus");
        await plain.FinishAsync();
        Assert.DoesNotContain('\u001b', plain.ErrorText);

        await using CommandRun coloured = CommandRun.StartInColour("bogus");
        await coloured.FinishAsync();
        Assert.Contains("\u001b[", coloured.ErrorText);
    }

    [Fact]
    public async Task A_long_line_is_not_broken()
    {
        string message = new('a', 5000);
        await using CommandRun run = CommandRun.Start("send", "--to", $"{message}.example:0");
        await run.FinishAsync();
        Assert.Equal(2, run.ErrorText.Split('\n').Length);
        Assert.Contains(message, run.ErrorText);
    }
}
