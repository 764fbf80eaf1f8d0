// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>Which test proves which section of which RFC, as the marks on the tests say.</summary>
internal static class ConformanceTable
{
    private const string Preface = """
        # Conformance

        Which tests prove which rule. Printed from the `[Rfc]` marks on the tests; a tidy test fails when a mark and this page
        disagree. To print it anew: `LINNET_PRINT=1 dotnet run --project tests/Linnet.Tidy.Tests`.

        """;

    public static string Print(IEnumerable<SourceFile> tests)
    {
        StringBuilder page = new(Preface);

        foreach (IGrouping<int, Proof> document in tests.SelectMany(Proofs).Distinct().GroupBy(proof => proof.Document)
            .OrderBy(group => group.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## RFC {document.Key}: {Title(document.Key)}\n");

            foreach (IGrouping<string, Proof> section in document.GroupBy(proof => proof.Section)
                .OrderBy(group => Sortable(group.Key), StringComparer.Ordinal))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n### RFC {document.Key} §{section.Key}\n\n");

                foreach (Proof proof in section.OrderBy(proof => proof.Line, StringComparer.Ordinal))
                {
                    page.Append(CultureInfo.InvariantCulture, $"- {proof.Line}\n");
                }
            }
        }

        return page.ToString();
    }

    private static IEnumerable<Proof> Proofs(SourceFile file)
    {
        foreach (AttributeSyntax mark in file.All<AttributeSyntax>().Where(Mark.IsRfc).Where(Mark.IsOnTest))
        {
            if (Mark.Arguments(mark) is [string document, string section]
                && int.TryParse(document, CultureInfo.InvariantCulture, out int number)
                && mark.FirstAncestorOrSelf<MethodDeclarationSyntax>() is MethodDeclarationSyntax method)
            {
                string sentence = method.Identifier.Text.Replace('_', ' ');
                string name = Path.GetFileNameWithoutExtension(file.Path);
                yield return new Proof(number, section, $"{sentence} ([{name}](../{file.Path}))");
            }
        }
    }

    private static string Title(int document) => Rfcs.Current.GetValueOrDefault(document, "not followed");

    // 9.10 comes after 9.3.2; an appendix comes last.
    private static string Sortable(string section) =>
        string.Join('.', section.Split('.').Select(part => part.PadLeft(4, char.IsLetter(part[0]) ? '~' : '0')));

    private sealed record Proof(int Document, string Section, string Line);
}
