// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>The ways over to Linnet show programs that are run here, to the letter.</summary>
public sealed partial class MigrationTests
{
    [Theory]
    [InlineData("from-httplistener")]
    [InlineData("from-embedio")]
    [InlineData("from-minimal-apis")]
    public void Page_shows_the_program_of_the_sample(string name)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", $"{name}.md"));
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", $"{name}.cs"));
        string program = sample[sample.IndexOf("using ", StringComparison.Ordinal)..];

        Assert.Contains($"## After\n\n```csharp\n{program}```\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpListeners_loop_answers_with_Linnet()
    {
        await using RunningSample sample = await RunningSample.StartAsync("from-httplistener.cs");

        Assert.Equal("200 Hello, World!", await sample.AskAsync("GET", "hello"));
        Assert.Equal("200 Hello, linnet!", await sample.AskAsync("GET", "hello?name=linnet"));
        Assert.Equal("200 {\"seeds\":7}", await sample.AskAsync("POST", "echo", "{\"seeds\":7}"));
        Assert.Equal("404", await sample.AskAsync("GET", "nowhere"));
    }

    [Fact]
    public async Task EmbedIOs_modules_are_routes_middleware_and_files()
    {
        await using RunningSample sample = await RunningSample.StartAsync("from-embedio.cs");

        Assert.Equal("200 {\"Id\":1,\"Name\":\"Ada\"}", await sample.AskAsync("GET", "api/people/1"));
        Assert.StartsWith("404", await sample.AskAsync("GET", "api/people/3"));
        Assert.Equal("404 {\"Message\":\"Nothing here\"}", await sample.AskAsync("GET", "api/elsewhere"));
        Assert.StartsWith("200 # Samples", await sample.AskAsync("GET", "README.md"));
        using HttpResponseMessage served = await sample.Client.GetAsync(new Uri("README.md", UriKind.Relative));
        Assert.Equal("linnet", Assert.Single(served.Headers.GetValues("X-Served-By")));
    }

    [Fact]
    public async Task Minimal_APIs_keep_their_shape()
    {
        await using RunningSample sample = await RunningSample.StartAsync("from-minimal-apis.cs");
        await ExpectOrdersAsync(sample, "linnet");
    }

    [Fact]
    public async Task Minimal_APIs_answered_so_before()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "from-minimal-apis.md"));
        string before = Before().Match(page).Groups["program"].Value;
        string folder = Directory.CreateTempSubdirectory("linnet-before-").FullName;
        string file = Path.Combine(folder, "before.cs");
        await File.WriteAllTextAsync(file, $"#:sdk Microsoft.NET.Sdk.Web\n#:property PublishAot=false\n{before}");
        await using (RunningSample sample = await RunningSample.StartForAspNetAsync(file))
        {
            await ExpectOrdersAsync(sample, "kestrel");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task ExpectOrdersAsync(RunningSample sample, string servedBy)
    {
        const string Hemp = "{\"id\":8,\"what\":\"hemp\"}";

        Assert.Equal("200 Hello, World!", await sample.AskAsync("GET", ""));
        Assert.Equal("200 {\"id\":7,\"what\":\"sunflower seeds\"}", await sample.AskAsync("GET", "orders/7"));
        Assert.Equal($"201 {Hemp}", await sample.AskAsync("POST", "orders", Hemp));
        Assert.StartsWith("409", await sample.AskAsync("POST", "orders", Hemp));
        Assert.StartsWith("400", await sample.AskAsync("POST", "orders", "hemp"));
        Assert.StartsWith("404", await sample.AskAsync("GET", "orders/9"));
        using HttpResponseMessage served = await sample.Client.GetAsync(new Uri("", UriKind.Relative));
        Assert.Equal(servedBy, Assert.Single(served.Headers.GetValues("X-Served-By")));
    }

    [GeneratedRegex(@"^## Before\n+```cs\n(?<program>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Before();
}
