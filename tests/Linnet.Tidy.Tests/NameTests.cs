// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

public sealed class NameTests
{
    [Fact]
    public void No_room_gathers_what_belongs_nowhere()
    {
        IEnumerable<string> paths = RepositoryTree.Files("src", "*.cs").Concat(RepositoryTree.Files("tests", "*.cs"));

        Findings.ExpectNone(paths.Where(IsInForbiddenRoom), "Say what the room is for; its name follows.");
    }

    [Theory]
    [InlineData("src/Linnet/Utils/Bytes.cs", true)]
    [InlineData("src/Linnet/Sockets/Internal/Deep/A.cs", true)]
    [InlineData("src/Linnet.Common/A.cs", true)]
    [InlineData("src/Linnet/Sockets/Core.cs", false)]
    [InlineData("src/Linnet/Sockets/TcpServer.cs", false)]
    public void A_room_called_after_nothing_is_found(string path, bool found)
    {
        Assert.Equal(found, IsInForbiddenRoom(path));
    }

    [Fact]
    public void Each_public_type_has_its_own_file()
    {
        Findings.ExpectNone(
            RepositoryTree.Sources("src").SelectMany(CrowdedOrMisnamed),
            "One public type per file, and the file is called after it.");
    }

    [Theory]
    [InlineData("public class A { } public class B { }", "src/A.cs", 2)]
    [InlineData("public class A { }", "src/B.cs", 1)]
    [InlineData("public class A { public class Nested { } } internal class B { }", "src/A.cs", 0)]
    [InlineData("public delegate void A();", "src/A.cs", 0)]
    public void Two_public_types_in_one_file_are_found(string planted, string path, int expected)
    {
        Assert.Equal(expected, CrowdedOrMisnamed(SourceFile.Planted(planted, path)).Count());
    }

    private static bool IsInForbiddenRoom(string path) => (Path.GetDirectoryName(path) ?? "")
        .Split('/', '.', '\\')
        .Any(House.ForbiddenRooms.Contains);

    private static IEnumerable<string> CrowdedOrMisnamed(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.All<MemberDeclarationSyntax>().Where(IsPublicTopLevelType)];

        foreach (MemberDeclarationSyntax type in types)
        {
            string name = NameOf(type);

            if (types.Length > 1 || !Path.GetFileNameWithoutExtension(file.Path.AsSpan()).SequenceEqual(name))
            {
                yield return $"{file.At(type)}: {name}";
            }
        }
    }

    private static bool IsPublicTopLevelType(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        && member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax
        && member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => throw new ArgumentException($"{member.Kind()} is no type.", nameof(member)),
    };
}
