// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Cli.Access;
using Xunit;

namespace Linnet.Cli.Tests.Access;

public sealed class PasswordHashTests
{
    // Made by hashlib.pbkdf2_hmac of Python, and written as passlib writes it.
    private const string OfPython = "$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdeg$LPrrFPJh8jcG2SFnhbVugOabJz9D.VZsGXS.3wMJQ3A";

    [Fact]
    public void A_hash_is_of_one_password()
    {
        PasswordHash hash = PasswordHash.Of("correct horse", rounds: 1000);
        Assert.True(hash.Matches("correct horse"));
        Assert.False(hash.Matches("correct horse "));
        Assert.False(hash.Matches(""));
        PasswordHash read = PasswordHash.Parse(hash.ToString());
        Assert.True(read.Matches("correct horse"));
        Assert.Equal(hash.ToString(), read.ToString());
    }

    [Fact]
    public void Two_hashes_of_one_password_differ() =>
        Assert.NotEqual(PasswordHash.Of("a", rounds: 1000).ToString(), PasswordHash.Of("a", rounds: 1000).ToString());

    [Fact]
    public void A_hash_that_another_program_made_is_read()
    {
        PasswordHash hash = PasswordHash.Parse(OfPython);
        Assert.True(hash.Matches("password"));
        Assert.Equal(OfPython, hash.ToString());
    }

    [Fact]
    public async Task An_account_remembers_what_was_right_and_nothing_else()
    {
        Account account = new(PasswordHash.Of("right", rounds: 1000).ToString());
        Assert.False(await account.MatchesAsync("wrong", CancellationToken.None));
        Assert.True(await account.MatchesAsync("right", CancellationToken.None));
        Assert.True(await account.MatchesAsync("right", CancellationToken.None));
        Assert.False(await account.MatchesAsync("wrong", CancellationToken.None));
    }

    [Fact]
    public async Task The_verb_prints_what_stands_for_a_password()
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes("s\u00E9cret\nmore\n"));
        await using CommandRun run = CommandRun.StartWithInput(input, "hash", "alice");
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Done, code);
        AccessRule rule = AccessRule.Parse(output.Trim());
        Assert.Equal("alice", rule.User);
        Assert.True(PasswordHash.Parse(rule.Password).Matches("s\u00E9cret"));
    }

    [Theory]
    [InlineData("linnet: There was no password to read. Type one, or send it to the standard input.", "hash")]
    [InlineData("linnet: A user has a name without a colon: linnet hash alice.", "hash", "a:b")]
    public async Task The_verb_needs_a_password_and_a_name(string expected, params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(arguments);
        Assert.NotEqual(ExitCode.Done, (await run.FinishAsync()).Code);
        Assert.Equal(expected + Environment.NewLine, run.ErrorText);
    }
}
