// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>The package as its users get it: packed here, restored from a folder, with no other source of packages.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linnet-package-").FullName;

    private string Feed => Path.Combine(_folder, "feed");

    public ValueTask InitializeAsync() => PackAsync("src/Linnet", Feed);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Holds_both_assemblies_their_documentation_and_no_dependency()
    {
        await using ZipArchive package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(Feed)));
        string[] expected =
        [
            "LICENSE",
            "Linnet.nuspec",
            "README.md",
            "bom.spdx.json",
            "lib/net10.0/Linnet.Protocol.dll",
            "lib/net10.0/Linnet.Protocol.xml",
            "lib/net10.0/Linnet.dll",
            "lib/net10.0/Linnet.xml",
        ];
        IEnumerable<string> found = package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal);
        using StreamReader reader = new(await package.GetEntry("Linnet.nuspec")!.OpenAsync());
        string manifest = await reader.ReadToEndAsync();

        Assert.Equal(expected, found);
        Assert.DoesNotContain("<dependency ", manifest, StringComparison.Ordinal);
        Assert.Contains("<license type=\"expression\">MIT</license>", manifest, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", manifest, StringComparison.Ordinal);
        Assert.Equal(["Linnet"], await MaterialsAsync(package));
        Assert.Single(package.Entries.Select(entry => entry.LastWriteTime).Distinct());
    }

    [Theory]
    [InlineData("Linnet.RateLimiting", "Linnet", "System.Threading.RateLimiting")]
    [InlineData("Linnet.Testing", "Linnet")]
    public async Task A_package_beside_has_a_page_and_few_dependencies(string name, params string[] dependencies)
    {
        string folder = Path.Combine(_folder, name);
        await PackAsync($"src/{name}", folder);
        await using ZipArchive package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder)));
        using StreamReader reader = new(await package.GetEntry($"{name}.nuspec")!.OpenAsync());
        string manifest = await reader.ReadToEndAsync();

        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
        Assert.Contains("<readme>README.md</readme>", manifest, StringComparison.Ordinal);
        Assert.Contains("<license type=\"expression\">MIT</license>", manifest, StringComparison.Ordinal);
        Assert.Equal(dependencies.Length, manifest.Split("<dependency ").Length - 1);
        Assert.All(
            dependencies, id => Assert.Contains($"<dependency id=\"{id}\" ", manifest, StringComparison.Ordinal));
        Assert.Equal(
            new[] { name }.Concat(dependencies.Where(id => id != "Linnet")), await MaterialsAsync(package));
    }

    /// <summary>What a package says that it is made of: itself, and what others ship.</summary>
    private static async Task<string[]> MaterialsAsync(ZipArchive package)
    {
        await using Stream bill = await package.GetEntry("bom.spdx.json")!.OpenAsync();
        using JsonDocument document = await JsonDocument.ParseAsync(bill);
        return [.. document.RootElement.GetProperty("packages").EnumerateArray()
            .Select(one => one.GetProperty("name").GetString() ?? "")];
    }

    [Fact]
    public async Task Serves_from_a_project_in_an_empty_folder()
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, "hello")).FullName;
        string sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "hello.cs"));
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), sample.Replace("#:project", "//"));
        await File.WriteAllTextAsync(Path.Combine(project, "hello.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Linnet" Version="*" />
              </ItemGroup>
            </Project>
            """);
        // Its own folder of packages, for one of the same version may have been restored before.
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="../feed" /></packageSources>
            </configuration>
            """);

        await using var program = RunningProgram.Start("dotnet", "run", "--project", project, "--", "http://127.0.0.1:0");
        string line = await program.ReadLineAsync() ?? "(nothing)";
        if (!line.StartsWith("Listening on "))
        {
            Assert.Fail(string.Join('\n', [line, .. await program.ReadToEndAsync()]));
        }

        using HttpClient client = RunningSample.ClientOf(line);

        Assert.Equal("Hello, World!", await client.GetStringAsync(new Uri("", UriKind.Relative)));
    }

    private static async ValueTask PackAsync(string project, string folder)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        await using var pack = RunningProgram.Start(
            "dotnet", "pack", project, "--no-build", "-nologo", "-c", configuration, "-o", folder);
        string output = string.Join('\n', await pack.ReadToEndAsync());
        Assert.True(await pack.WaitForExitAsync() == 0, output);
    }
}
