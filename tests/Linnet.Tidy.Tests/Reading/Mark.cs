// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>The marks of Linnet.Conformance as they stand in the source of the tests.</summary>
internal static class Mark
{
    public static bool IsRfc(AttributeSyntax attribute) => IsCalled(attribute, "Rfc");

    public static bool IsAttack(AttributeSyntax attribute) => IsCalled(attribute, "Attack");

    /// <summary>Whether a mark's method is run: one without a fact or theory beside the mark proves nothing.</summary>
    public static bool IsOnTest(AttributeSyntax attribute) =>
        attribute.FirstAncestorOrSelf<MethodDeclarationSyntax>() is MethodDeclarationSyntax method
        && method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTest);

    /// <summary>The arguments that are string literals, in order; anything else is null.</summary>
    public static IReadOnlyList<string?> Arguments(AttributeSyntax attribute) =>
        [.. (attribute.ArgumentList?.Arguments ?? []).Select(argument =>
            (argument.Expression as LiteralExpressionSyntax)?.Token.Value as string)];

    private static bool IsTest(AttributeSyntax attribute) =>
        attribute.Name.ToString() is string name
        && (name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal));

    private static bool IsCalled(AttributeSyntax attribute, string name) =>
        string.Equals(attribute.Name.ToString(), name, StringComparison.Ordinal);
}
