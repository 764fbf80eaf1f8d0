// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// What the SDK's generator of JSON contracts adds to a program: <c>Shop.Default.Order</c> is its work, and a document that
/// shows it is to compile as it would for a reader.
/// </summary>
internal static class JsonContracts
{
    private const string Generator = "System.Text.Json.SourceGeneration";

    private static readonly Lazy<ISourceGenerator> Loaded = new(Load);

    /// <summary>Runs the generator on a program.</summary>
    public static CSharpCompilation AddTo(CSharpCompilation program)
    {
        CSharpGeneratorDriver
            .Create([Loaded.Value], parseOptions: SourceFile.Options)
            .RunGeneratorsAndUpdateCompilation(program, out Compilation whole, out _);
        return Assert.IsType<CSharpCompilation>(whole);
    }

    private static ISourceGenerator Load()
    {
        Type type = Assembly.LoadFrom(PathOf()).GetType($"{Generator}.JsonSourceGenerator", throwOnError: true)
            ?? throw new TypeLoadException();
        return ((IIncrementalGenerator?)Activator.CreateInstance(type) ?? throw new TypeLoadException()).AsSourceGenerator();
    }

    /// <summary>It lies beside the reference assemblies of the SDK, whose root is three folders above the runtime's.</summary>
    private static string PathOf()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        return Directory.EnumerateFiles(packs, $"{Generator}.dll", SearchOption.AllDirectories)
            .Where(path => path.Contains($"{Path.DirectorySeparatorChar}10.", StringComparison.Ordinal))
            .Max(StringComparer.Ordinal)
            ?? throw new FileNotFoundException($"There is no {Generator} below {packs}.");
    }
}
