// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// Source files bound by the compiler, so that a rule can ask what a name means: a type reached through a namespace
/// above it, through <c>var</c> or through a member is seen just like one behind a <c>using</c>.
/// </summary>
internal sealed class Library
{
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    private readonly CSharpCompilation _compilation;

    public Library(IReadOnlyList<SourceFile> files)
        : this(files, OutputKind.DynamicallyLinkedLibrary)
    {
    }

    private Library(IReadOnlyList<SourceFile> files, OutputKind kind)
    {
        Files = files;
        CSharpCompilation written = CSharpCompilation.Create(
            "Linnet.House", files.Select(file => file.Tree), Framework(), Options.WithOutputKind(kind));
        _compilation = kind == OutputKind.ConsoleApplication ? JsonContracts.AddTo(written) : written;
    }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>
    /// Errors that would leave names unbound and a rule blind. Generated halves of partial members are missing here
    /// (CS8795), and what a call to one assigns stays unassigned (CS0165): the names are bound all the same.
    /// </summary>
    public IEnumerable<string> BindingErrors() => _compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            && diagnostic.Id is not ("CS8795" or "CS0165"))
        .Select(diagnostic => diagnostic.ToString());

    /// <summary>The same with a program that uses it: top-level statements, as in a document.</summary>
    public Library With(SourceFile program) => new([.. Files, program], OutputKind.ConsoleApplication);

    /// <summary>Every mention of a type of ours in a file, by itself or through one of its members.</summary>
    public IEnumerable<(SimpleNameSyntax Node, INamedTypeSymbol Type)> Uses(SourceFile file)
    {
        SemanticModel model = _compilation.GetSemanticModel(file.Tree);

        foreach (SimpleNameSyntax name in file.All<SimpleNameSyntax>())
        {
            SymbolInfo info = model.GetSymbolInfo(name);
            ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;

            if (type is not null && IsOurs(type))
            {
                yield return (name, type.OriginalDefinition);
            }
        }
    }

    private bool IsOurs(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    private static IEnumerable<MetadataReference> Framework()
    {
        string assemblies = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

        return assemblies.Split(Path.PathSeparator)
            .Where(path => string.Equals(Path.GetDirectoryName(path), framework, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
