// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Linnet.Tidy.Tests.Reading;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>The public API stays as small as ARCHITECTURE.md says it is, which says no more than a little too much.</summary>
public sealed partial class PublicApiTests
{
    private const int TypesOfSlack = 20;
    private const int OptionsOfSlack = 15;

    [Fact]
    public void The_public_types_and_the_options_of_a_server_are_as_few_as_is_said()
    {
        string[] api = File.ReadAllLines(Path.Combine(RepositoryTree.Root, "src", "Linnet", "PublicAPI.Unshipped.txt"));
        Match said = Said().Match(File.ReadAllText(Path.Combine(RepositoryTree.Root, "ARCHITECTURE.md")));
        Assert.True(said.Success, "ARCHITECTURE.md says how many public types and options there are.");

        Assert.InRange(api.Count(line => Type().IsMatch(line)), Number("types") - TypesOfSlack, Number("types"));
        Assert.InRange(api.Count(line => Option().IsMatch(line)), Number("options") - OptionsOfSlack, Number("options"));

        int Number(string group) => int.Parse(said.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("Linnet.HttpServer", true, false)]
    [InlineData("Linnet.Exchanges.HttpHandler", true, false)]
    [InlineData("Linnet.FileResults.extension(Linnet.Exchanges.Results!)", false, false)]
    [InlineData("Linnet.HttpServer.IsReady.get -> bool", false, false)]
    [InlineData("Linnet.HttpServerOptions.Backlog.init -> void", false, true)]
    [InlineData("Linnet.Limits.MaxHeaders.init -> void", false, true)]
    [InlineData("Linnet.Limits.MaxHeaders.get -> int", false, false)]
    public void A_type_and_an_option_are_told_from_other_members(string line, bool isType, bool isOption)
    {
        Assert.Equal(isType, Type().IsMatch(line));
        Assert.Equal(isOption, Option().IsMatch(line));
    }

    [GeneratedRegex(@"at most (?<types>[0-9]+) public types and a server at most (?<options>[0-9]+) options")]
    private static partial Regex Said();

    [GeneratedRegex(@"^Linnet(\.\w+)+$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^Linnet\.(HttpServerOptions|Limits)\.\w+\.init -> void$")]
    private static partial Regex Option();
}
