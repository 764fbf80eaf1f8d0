// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

using Linnet.Cli.Access;
using Linnet.Cli.Tests.Serving;
using Xunit;

namespace Linnet.Cli.Tests.Access;

public sealed class AccessControlTests : IDisposable
{
    private static readonly AccessControl Rules = new([.. new[]
    {
        "@/:r", "@/in:rw", "alice:a@/:rw", "bob:b@/private:rw", "bob:b@/private/locked:r", "carl:c@/private/deep/er:r",
    }.Select(AccessRule.Parse)]);

    private readonly TemporaryFolder _folder = new();

    public AccessControlTests()
    {
        _folder.Write("a.txt", "a"u8);
        _folder.Write("private/b.txt", "b"u8);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "r")]
    [InlineData("/x", "r")]
    [InlineData("/in", "rw")]
    [InlineData("/in/x", "rw")]
    [InlineData("/inner", "r")]
    [InlineData("/private", "")]
    [InlineData("/private/x", "")]
    [InlineData("/private/locked/x", "")]
    public void Everybody_may_what_is_shared_and_not_closed_deeper(string path, string rights)
    {
        Assert.Equal(rights.Length > 0, Rules.MayEverybody(path, isWrite: false));
        Assert.Equal(rights == "rw", Rules.MayEverybody(path, isWrite: true));
    }

    [Theory]
    [InlineData("alice", "", "rw")]
    [InlineData("alice", "/private/x", "rw")]
    [InlineData("bob", "", "")]
    [InlineData("bob", "/private", "rw")]
    [InlineData("bob", "/private/locked", "r")]
    [InlineData("bob", "/private/locked/x", "r")]
    [InlineData("bob", "/private/lockedup", "rw")]
    [InlineData("carl", "/private", "")]
    [InlineData("carl", "/private/deep/er", "r")]
    [InlineData("dora", "", "")]
    [InlineData("", "", "r")]
    public void A_user_may_what_the_longest_of_his_rules_says(string user, string path, string rights)
    {
        Assert.Equal(rights.Length > 0, Rules.May(user, path, isWrite: false));
        Assert.Equal(rights == "rw", Rules.May(user, path, isWrite: true));
    }

    [Theory]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/priv%61te/x", "/private/x")]
    [InlineData("/a/", "/a")]
    [InlineData("/", "")]
    [InlineData("/%25", "/%")]
    [InlineData("/%ff", "/%ff")]
    [InlineData("//private", null)]
    [InlineData("/x/../private", null)]
    [InlineData("/x/%2e%2e/private", null)]
    [InlineData("/./private", null)]
    [InlineData("/private%2fx", null)]
    [InlineData("/private%5Cx", null)]
    [InlineData("/private\\x", null)]
    [InlineData("/a%00", null)]
    [InlineData("*", null)]
    public void A_path_that_can_be_read_in_two_ways_is_none(string sent, string? expected)
    {
        string? read = AccessControl.ReadPath(sent);
        Assert.Equal(expected, read, ignoreCase: true);
    }

    [Theory]
    [InlineData("/a.txt", null, 401)]
    [InlineData("/a.txt", "alice:wrong", 401)]
    [InlineData("/a.txt", "nobody:pw", 401)]
    [InlineData("/a.txt", "alice:pw", 200)]
    [InlineData("/a.txt", "bob:pw", 403)]
    [InlineData("/private/b.txt", "bob:pw", 200)]
    [InlineData("/priv%61te/b.txt", "bob:pw", 200)]
    [InlineData("/x%2f..%2fprivate/b.txt", "bob:pw", 400)]
    [InlineData("/health", null, 200)]
    public async Task Who_asks_is_let_in_or_not(string path, string? credentials, int status)
    {
        using HttpResponseMessage answer = await GetAsync(
            path, credentials, "--auth", "alice:pw@/", "--auth", "bob:pw@/private:rw", "--health");
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count == 1);
    }

    [Theory]
    [InlineData("carol:pw", 200)]
    [InlineData("carol:other", 401)]
    [InlineData("nobody:pw", 401)]
    public async Task A_file_holds_rules_and_hashes(string credentials, int status)
    {
        string file = _folder.Write(
            "users", Encoding.UTF8.GetBytes($"# those who may\n\ncarol:{PasswordHash.Of("pw", rounds: 1000)}@/:r\n"));
        using HttpResponseMessage answer = await GetAsync("/a.txt", credentials, "--auth-file", file);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task Passwords_are_hidden_where_settings_are_printed()
    {
        await using CommandRun run = CommandRun.Start("serve", "--print-config", "--auth", "bob:secret@/a:rw");
        (_, string output) = await run.FinishAsync();
        Assert.Contains("bob:***@/a:rw", output);
        Assert.DoesNotContain("secret", output);
    }

    [Theory]
    [InlineData("--auth: a rule is none: write it as user:password@/path:rw, or @/path:r for everybody.", "--auth", "secret")]
    [InlineData("The user 'a' has two passwords: give each rule the same.", "--auth", "a:1@/x", "--auth", "a:2@/y")]
    [InlineData(
        "Passwords would go to *:0 in plain sight: add --tls, listen on loopback only, or allow it with --insecure-auth.",
        "--auth", "a:b", "--lan", "-p0")]
    [InlineData(
        "--zip would send what a rule for a folder inside another closes: leave one of them out.",
        "--zip", "--auth", "@/:r", "--auth", "bob:pw@/private")]
    public async Task What_cannot_be_kept_is_told_in_one_line(string expected, params string[] options)
    {
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, .. options]);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal($"linnet: {expected}{Environment.NewLine}", run.ErrorText);
    }

    [Fact]
    public async Task A_wrong_line_of_a_file_is_told_by_its_number()
    {
        string file = _folder.Write("users", "# one\nbob\n"u8);
        await using CommandRun run = CommandRun.Start("serve", _folder.Path, "--auth-file", file);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.StartsWith($"linnet: {file}, line 2: a rule is none", run.ErrorText);
    }

    [Theory]
    [InlineData("--lan", "-p0", "--insecure-auth", "--auth", "a:b")]
    [InlineData("--lan", "-p0", "--auth", "@/:r")]
    [InlineData("-p0", "--zip", "--auth", "a:b@/a", "--auth", "c:d@/ab")]
    public async Task Other_machines_are_let_in_when_that_is_meant(params string[] options)
    {
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, .. options]);
        Assert.NotEmpty(await BannerReader.ReadBannerAsync(run.ReadLineAsync));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? credentials, params string[] options)
    {
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, "-p0", .. options]);
        using HttpClient client = new();
        Uri root = await BannerReader.ReadUriAsync(run.ReadLineAsync);
        using HttpRequestMessage request = new(
            HttpMethod.Get, new Uri($"{root.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions
            {
                DangerousDisablePathAndQueryCanonicalization = true,
            }));
        if (credentials is not null)
        {
            request.Headers.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        return await client.SendAsync(request);
    }
}
