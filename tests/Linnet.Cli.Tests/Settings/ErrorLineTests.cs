// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Cli.Tests.Settings;

/// <summary>Every wrong option, variable, key or value is one line: what was meant, where it stands, what is close.</summary>
public sealed class ErrorLineTests
{
    [Theory]
    [InlineData("'--prot' is not an option of linnet serve; --port is close.", "--prot", "80")]
    [InlineData("'--chache' is not an option of linnet serve; --cache is close.", "--chache=1")]
    [InlineData("'--max-conn' is not an option of linnet serve; --max-connections is close.", "--max-conn", "1")]
    [InlineData("'--bind' is not an option of linnet serve; here it is called --listen.", "--bind", "0.0.0.0")]
    [InlineData("'-b' is not an option of linnet serve; here it is called --listen.", "-b", "0.0.0.0")]
    [InlineData("'--enable-cors' is not an option of linnet serve; here it is called --cors.", "--enable-cors")]
    [InlineData("'--frobnicate' is not an option of linnet serve. Try 'linnet serve --help'.", "--frobnicate")]
    [InlineData("'--\\x1b[31m' is not an option of linnet serve. Try 'linnet serve --help'.", "--\u001b[31m")]
    [InlineData("'two' is not something that linnet understands here. Try 'linnet serve --help'.", "one", "two")]
    [InlineData("--port needs a value: --port NUMBER.", "--port")]
    [InlineData("--port is given 2 times: give it once.", "-p1", "--port", "2")]
    [InlineData("--port is '65536'; it must be a number from 0 to 65535.", "-p", "65536")]
    [InlineData("--port is '-1'; it must be a number from 0 to 65535.", "--port=-1")]
    [InlineData("--hidden is 'maybe'; it must be true or false.", "--hidden=maybe")]
    [InlineData("--cache is 'never'; it must be a number from 0 to 31536000, or off.", "--cache", "never")]
    [InlineData("--max-body is '3X'; it must be a number of bytes up to 1024T, such as 512, 64K, 10M or 2G.", "--max-body", "3X")]
    [InlineData("--max-body is '1025T'; it must be a number of bytes up to 1024T, such as 512, 64K, 10M or 2G.", "--max-body", "1025T")]
    [InlineData(
        "--cors is for every origin already: leave the others out, or the one without an origin.",
        "--cors", "--cors=https://example.com")]
    [InlineData("--max-head: '2G' is no number of bytes from 1K to 1M.", "--max-head", "2G")]
    [InlineData(
        "--spa: '../x' cannot be used: write the path of a page inside the served folder, as index.html.",
        "--spa=../x")]
    [InlineData("--index: '..' cannot be used: write names of files, as index.html,index.htm.", "--index", "..")]
    [InlineData(
        "--base-path: 'x' is no path: write it as /docs, with letters, digits and -._~ between slashes.",
        "--base-path", "x")]
    [InlineData("--header: 'nothing' is no field: write 'Name: value'.", "-H", "nothing")]
    [InlineData("--header: Content-Length is written by the server itself, and cannot be set.", "-H", "Content-Length: 1")]
    [InlineData("--header: 'a b' is no name of a field: it has letters, digits and !#$%&'*+-.^_`|~ only.", "-H", "a b: c")]
    [InlineData(
        "--header: The value of A holds what cannot be sent: it may have visible ASCII and spaces only.", "-H", "A: b\r\nC: d")]
    [InlineData(
        "--cors: 'example.com' is no origin: write https://app.example.com, with a port unless it is the "
        + "usual one, or * for all.",
        "--cors=example.com")]
    [InlineData("--listen and --port exclude each other: give one of them.", "-p", "1", "-l", "127.0.0.1:0")]
    [InlineData("--listen and --lan exclude each other: give one of them.", "--lan", "-l", "127.0.0.1:0")]
    [InlineData("--not-found and --spa exclude each other: give one of them.", "--not-found", "404.html", "--spa")]
    [InlineData("--hsts sends everybody to HTTPS: add --tls, --cert or --pfx.", "--hsts")]
    [InlineData("--health: '/' is where the files are: take another path, such as /health.", "--health=/")]
    [InlineData(
        "--listen: '127.0.0.1' is not an address: the port is missing. Write 127.0.0.1:8080, or 127.0.0.1:0 for any free port.",
        "--listen",
        "127.0.0.1")]
    public async Task An_option(string expected, params string[] arguments)
    {
        await ExpectAsync(expected, CommandRun.Start(["serve", .. arguments]));
    }

    [Theory]
    [InlineData(
        "LINNET_PORT is '10.0.0.1:80'; it must be a number from 0 to 65535.",
        "LINNET_PORT", "10.0.0.1:80")]
    [InlineData(
        "The environment variable LINNET_PROT is not one of linnet's; LINNET_PORT is close. Rename it, or unset it.",
        "LINNET_PROT", "80")]
    [InlineData("LINNET_HIDDEN is 'maybe'; it must be true or false.", "LINNET_HIDDEN", "maybe")]
    [InlineData(
        "LINNET_LISTEN: 'b' is not an address: the port is missing. Write b:8080, or b:0 for any free port.",
        "LINNET_LISTEN", "127.0.0.1:0\nb")]
    public async Task A_variable(string expected, string name, string value)
    {
        await ExpectAsync(expected, CommandRun.StartWith((name, value), "serve"));
    }

    [Theory]
    [InlineData("LINNET_SERVICE_HOST", "10.0.0.1")]
    [InlineData("LINNET_PORT_80_TCP", "tcp://10.0.0.1:80")]
    [InlineData("LINNET_PORT", "tcp://10.0.0.1:80")]
    [InlineData("LINNET_PORT", "")]
    [InlineData("PORT", "x")]
    public async Task What_other_programs_put_into_the_environment_is_let_be(string name, string value)
    {
        await using CommandRun run = CommandRun.StartWith((name, value), "serve", "--print-config");
        Assert.Equal(ExitCode.Done, (await run.FinishAsync()).Code);
    }

    [Theory]
    [InlineData("\"prot\" in FILE is no setting; \"port\" is close.", "{ \"prot\": 1 }")]
    [InlineData("\"bind\" in FILE is no setting; \"listen\" is close.", "{ \"bind\": \"x\" }")]
    [InlineData(
        "\"x\\x0ay\" in FILE is no setting. The keys are the names of the options: see 'linnet serve --help'.",
        "{ \"x\\ny\": 1 }")]
    [InlineData(
        "\"config\" in FILE is no setting. The keys are the names of the options: see 'linnet serve --help'.",
        "{ \"config\": \"x\" }")]
    [InlineData("\"port\" in FILE is '99999'; it must be a number from 0 to 65535.", "{ \"port\": 99999 }")]
    [InlineData("\"port\" in FILE is there twice: keep one.", "{ \"port\": 1, \"port\": 2 }")]
    [InlineData("\"port\" in FILE is a list; it takes one value.", "{ \"port\": [1] }")]
    [InlineData("\"port\" in FILE must be text, a number, true or false.", "{ \"port\": null }")]
    [InlineData(
        "\"listen\" in FILE and \"port\" in FILE exclude each other: give one of them.",
        "{ \"port\": 1, \"listen\": \"127.0.0.1:0\" }")]
    [InlineData("FILE must be a JSON object, such as { \"port\": 8080 }.", "[]")]
    [InlineData("FILE is not JSON: something is wrong in line 2, at byte 11.", "{\n  \"port\": x }")]
    public async Task A_file(string expected, string json)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("linnet.json", Encoding.UTF8.GetBytes(json));
        await ExpectAsync(
            expected.Replace("FILE", file, StringComparison.Ordinal), CommandRun.Start("serve", "--config", file));
    }

    [Theory]
    [InlineData("--upload")]
    [InlineData("--zip")]
    [InlineData("--spa")]
    [InlineData("--not-found=x")]
    public async Task What_is_about_folders_and_meets_a_file(string option)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("talk.pdf", "x"u8);
        await ExpectAsync(
            $"{option.Split('=')[0]} is about folders, and '{file}' is a file.", CommandRun.Start("serve", file, option));
    }

    [Theory]
    [InlineData("There is no file 'no.pem', which --cert names.", "--cert", "no.pem")]
    [InlineData("There is no file 'no.pfx', which --pfx names.", "--pfx", "no.pfx")]
    [InlineData("There is no file 'users', which --auth-file names.", "--auth-file", "users")]
    [InlineData("The log cannot be written to '/': Access to the path '/' is denied.", "--log-file", "/")]
    public async Task A_file_that_cannot_be_had(string expected, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths and complaints are others there.");
        await using CommandRun run = CommandRun.Start(["serve", "-p0", .. options]);
        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        Assert.Equal($"linnet: {expected}{Environment.NewLine}", run.ErrorText);
    }

    [Fact]
    public async Task A_file_that_is_not_there()
    {
        await using CommandRun run = CommandRun.Start("serve", "--config", "not.here.json");
        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        Assert.Equal("linnet: There is no file 'not.here.json', which --config names." + Environment.NewLine, run.ErrorText);
    }

    [Fact]
    public async Task No_file_is_read_from_the_served_folder_unasked()
    {
        using TemporaryFolder folder = new();
        folder.Write("linnet.json", "{ \"port\": 99999 }"u8);
        folder.Write(".linnet.json", "{ \"port\": 99999 }"u8);
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-p", "0");
        await Serving.BannerReader.ReadBannerAsync(run.ReadLineAsync);
    }

    [Theory]
    [InlineData("linnet: 'sevre' is not something that linnet understands here; serve is close.", "sevre")]
    [InlineData(
        "linnet: '--backlgo' is not something that linnet understands here; --backlog is close.",
        "echo", "--backlgo", "1")]
    public async Task A_verb_or_an_option_of_another_verb(string expected, params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(arguments);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal(expected + Environment.NewLine, run.ErrorText);
    }

    private static async Task ExpectAsync(string expected, CommandRun started)
    {
        await using CommandRun run = started;
        (int code, string output) = await run.FinishAsync();
        Assert.Equal($"linnet: {expected}{Environment.NewLine}", run.ErrorText);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Empty(output);
    }
}
